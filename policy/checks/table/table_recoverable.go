package table

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var tableRecoverable = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-002", Slug: "recoverable",
	Title:    "Every table can be restored to any second of the last 35 days",
	Why:      "A template that overwrites the wrong item may do so in every item at once.",
	Fix:      "Set pointInTimeRecovery.enabled.",
	Severity: rule.Medium, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_28"}, rule.CDKNag: {"AwsSolutions-DDB3"}, rule.Trivy: {"AWS-0024"}, rule.SecurityHub: {"DynamoDB.2"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, t := range in.Tables {
			findings = append(findings, rule.Require(in, t.Node, graph.Value.IsTrue, "the table has no point-in-time recovery", "pointInTimeRecovery", "enabled")...)
		}
		return findings
	},
})
