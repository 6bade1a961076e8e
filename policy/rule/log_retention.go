package rule

import (
	"fmt"

	"lambdaless/policy/graph"
)

var logRetention = &Rule{
	ID: "LP-LOG-001", Slug: "retention",
	Title:    "Every log group keeps its logs for a time, and not forever",
	Why:      "Logs that are gone answer no question; logs that are never deleted cost more every day and outlive the reason for keeping them.",
	Fix:      "Set retentionInDays to the setting minLogRetentionDays or more.",
	Severity: Low, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV_AWS_66"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		least := in.Settings.MinLogRetentionDays
		enough := func(v graph.Value) bool { n, ok := v.Number(); return ok && n > 0 && n >= least }
		for _, n := range in.Graph.OfType(graph.LogGroup) {
			findings = append(findings, in.require(n, enough, fmt.Sprintf("the logs are not kept for at least %g days and then deleted", least), "retentionInDays")...)
		}
		return findings
	},
}
