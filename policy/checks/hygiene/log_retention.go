package hygiene

import (
	"fmt"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-LOG-001", Slug: "retention",
	Title:    "Every log group has a retention period",
	Why:      "Logs that are deleted too early answer no question; logs that are never deleted cost more every day.",
	Fix:      "Set retentionInDays to the setting minLogRetentionDays or more.",
	Severity: rule.Low, Level: rule.Advisory,
	Config: []string{"logRetentionDays"},
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_66"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		least := in.Settings.MinLogRetentionDays
		enough := func(v graph.Value) bool { n, ok := v.Number(); return ok && n > 0 && n >= least }
		for _, n := range in.Graph.OfType(graph.LogGroup) {
			findings = append(findings, rule.Require(in, n, enough, fmt.Sprintf("the logs are not kept for at least %g days and then deleted", least), "retentionInDays")...)
		}
		return findings
	},
})
