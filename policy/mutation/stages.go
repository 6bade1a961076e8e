package mutation

import "lambdaless/policy/graph"

// stageMutants leave a stage unobserved or unlimited.
func stageMutants() []Mutant {
	settings := func(name, rule string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.settings(), value, path...) }}
	}
	change := func(name, rule, kind string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.any(kind), value, path...) }}
	}
	return []Mutant{
		change("the stage has no access log", "LP-STAGE-001", graph.Stage, nil, "accessLogSettings"),
		change("the access log is not JSON", "LP-STAGE-001", graph.Stage, "$context.requestId $context.status", "accessLogSettings", "format"),
		change("the access log does not tell requests apart", "LP-STAGE-001", graph.Stage, `{"status":"$context.status"}`, "accessLogSettings", "format"),
		change("the stage is not traced", "LP-STAGE-002", graph.Stage, false, "xrayTracingEnabled"),
		change("the stage does not say whether it is traced", "LP-STAGE-002", graph.Stage, nil, "xrayTracingEnabled"),
		settings("the stage has no rate limit", "LP-STAGE-003", -1, "settings", "throttlingRateLimit"),
		settings("the stage has no burst limit", "LP-STAGE-003", nil, "settings", "throttlingBurstLimit"),
		{Name: "the stage has no settings", Rule: "LP-STAGE-003", Break: func(s *Stack) { s.remove(s.settings()) }},
		settings("the settings are for one method only", "LP-STAGE-003", "name/GET", "methodPath"),
		settings("bodies are logged", "LP-STAGE-004", true, "settings", "dataTraceEnabled"),
		change("the deployment makes a stage that is not in the stack", "LP-PACK-002", graph.Deployment, "hidden", "stageName"),
		change("logs are kept forever", "LP-LOG-001", graph.LogGroup, nil, "retentionInDays"),
		change("logs are kept for a day", "LP-LOG-001", graph.LogGroup, 1, "retentionInDays"),
	}
}
