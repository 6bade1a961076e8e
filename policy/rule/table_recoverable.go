package rule

import "lambdaless/policy/graph"

var tableRecoverable = &Rule{
	ID: "LP-TABLE-002", Slug: "recoverable",
	Title:    "Every table can be restored to any second of the last 35 days",
	Why:      "A template that overwrites the wrong item does so at once and in every item.",
	Fix:      "Set pointInTimeRecovery.enabled.",
	Severity: Medium, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV_AWS_28"}, CDKNag: {"AwsSolutions-DDB3"}, Trivy: {"AWS-0024"}, SecurityHub: {"DynamoDB.2"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, t := range in.Tables {
			findings = append(findings, in.require(t.Node, graph.Value.IsTrue, "the table has no point-in-time recovery", "pointInTimeRecovery", "enabled")...)
		}
		return findings
	},
}
