package stage

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-004", Slug: "no-data-trace",
	Title:    "No stage logs request and response bodies",
	Why:      "The data trace logs whole requests and responses, so that access to the log is access to the data.",
	Fix:      "Set dataTraceEnabled to false.",
	Severity: rule.High, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_276"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		off := func(v graph.Value) bool { on, ok := v.Flag(); return v.Absent() || ok && !on }
		for _, n := range in.Graph.OfType(graph.MethodSettings) {
			findings = append(findings, rule.Require(in, n, off, "the settings switch the data trace on", "settings", "dataTraceEnabled")...)
		}
		return findings
	},
})
