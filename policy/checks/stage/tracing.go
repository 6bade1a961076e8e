package stage

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-002", Slug: "tracing",
	Title:    "Every stage sends traces to X-Ray",
	Why:      "Without a trace API Gateway's time cannot be told apart from DynamoDB's.",
	Fix:      "Set xrayTracingEnabled.",
	Severity: rule.Low, Level: rule.Advisory,
	Config: []string{"tracing"},
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_73"}, rule.Trivy: {"AWS-0003"}, rule.SecurityHub: {"APIGateway.3"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			findings = append(findings, rule.Require(in, s.Node, graph.Value.IsTrue, "the stage sends no traces", "xrayTracingEnabled")...)
		}
		return findings
	},
})
