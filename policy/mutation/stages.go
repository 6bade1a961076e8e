package mutation

import "lambdaless/policy/graph"

// stageMutants leave a stage unobserved or unlimited.
func stageMutants() []Mutant {
	change := func(name, rule, kind string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.any(kind), value, path...) }}
	}
	return []Mutant{
		change("the stage has no access log", "LP-STAGE-001", graph.Stage, nil, "accessLogSettings"),
		change("the access log is no JSON", "LP-STAGE-001", graph.Stage, "$context.requestId $context.status", "accessLogSettings", "format"),
		change("the access log does not tell requests apart", "LP-STAGE-001", graph.Stage, `{"status":"$context.status"}`, "accessLogSettings", "format"),
		change("the stage is not traced", "LP-STAGE-002", graph.Stage, false, "xrayTracingEnabled"),
		change("the stage does not say whether it is traced", "LP-STAGE-002", graph.Stage, nil, "xrayTracingEnabled"),
		change("the stage has no rate limit", "LP-STAGE-003", graph.MethodSettings, -1, "settings", "throttlingRateLimit"),
		change("the stage has no burst limit", "LP-STAGE-003", graph.MethodSettings, nil, "settings", "throttlingBurstLimit"),
		{Name: "the stage has no settings", Rule: "LP-STAGE-003", Break: func(s *Stack) { s.remove(s.any(graph.MethodSettings)) }},
		change("the settings are for one method only", "LP-STAGE-003", graph.MethodSettings, "name/GET", "methodPath"),
		change("bodies are logged", "LP-STAGE-004", graph.MethodSettings, true, "settings", "dataTraceEnabled"),
		{Name: "the stage caches in plain text", Rule: "LP-STAGE-005", Break: func(s *Stack) { set(s.any(graph.Stage), true, "cacheClusterEnabled") }},
		{Name: "clients may empty the cache", Rule: "LP-STAGE-005", Break: func(s *Stack) {
			set(s.any(graph.Stage), true, "cacheClusterEnabled")
			set(s.any(graph.MethodSettings), true, "settings", "cacheDataEncrypted")
		}},
		{Name: "the cache takes one name for another", Rule: "LP-STAGE-006", Break: func(s *Stack) { set(s.any(graph.Stage), true, "cacheClusterEnabled") }},
		{Name: "the cache takes one caller for another", Rule: "LP-STAGE-006", Break: func(s *Stack) {
			set(s.any(graph.Stage), true, "cacheClusterEnabled")
			set(s.integration("GET"), []any{"method.request.path.name"}, "cacheKeyParameters")
			set(s.verb(graph.Method, "GET"), "AWS_IAM", "authorization")
		}},
		change("the deployment makes a stage that nobody sees", "LP-PACK-002", graph.Deployment, "hidden", "stageName"),
		change("logs are kept forever", "LP-LOG-001", graph.LogGroup, nil, "retentionInDays"),
		change("logs are kept for a day", "LP-LOG-001", graph.LogGroup, 1, "retentionInDays"),
	}
}
