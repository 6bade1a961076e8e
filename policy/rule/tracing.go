package rule

import "lambdaless/policy/graph"

var tracing = &Rule{
	ID: "LP-STAGE-002", Slug: "tracing",
	Title:    "Every stage sends traces to X-Ray",
	Why:      "Without a trace nobody can tell API Gateway's time from DynamoDB's.",
	Fix:      "Set xrayTracingEnabled.",
	Severity: Low, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV_AWS_73"}, Trivy: {"AWS-0003"}, SecurityHub: {"APIGateway.3"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, s := range in.Stages {
			findings = append(findings, in.require(s.Node, graph.Value.IsTrue, "the stage sends no traces", "xrayTracingEnabled")...)
		}
		return findings
	},
}
