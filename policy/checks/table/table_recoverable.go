package table

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-002", Slug: "recoverable",
	Title:    "Every table can be restored to any second of the last 35 days",
	Why:      "A template that overwrites the wrong item may do so in every item at once.",
	Fix:      "Set pointInTimeRecovery.enabled.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Config: []string{"pointInTimeRecovery", "recoveryPeriodInDays"},
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_28"}, rule.CDKNag: {"AwsSolutions-DDB3"}, rule.Trivy: {"AWS-0024"}, rule.SecurityHub: {"DynamoDB.2"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		whole := func(v graph.Value) bool { days, ok := v.Number(); return v.Absent() || ok && days >= 35 }
		for _, t := range in.Tables {
			findings = append(findings, rule.Require(in, t.Node, graph.Value.IsTrue, "the table has no point-in-time recovery", "pointInTimeRecovery", "enabled")...)
			findings = append(findings, rule.Require(in, t.Node, whole, "the table can be restored for less than 35 days", "pointInTimeRecovery", "recoveryPeriodInDays")...)
			for i, replica := range t.Node.In("replicas").Items() {
				switch on := replica.At("pointInTimeRecovery"); {
				case on.IsUnknown():
					findings = append(findings, rule.Undecided(t.Node, in.Graph.WhyUnknown(t.Node, "replicas")))
				case !on.IsTrue():
					findings = append(findings, rule.Violated(t.Node, "the table's replica in %s has no point-in-time recovery", replica.At("regionName").TextOr("?")).
						Counter("replicas[%d].pointInTimeRecovery is %s", i, on.Show()))
				}
			}
		}
		return findings
	},
})
