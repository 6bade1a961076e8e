package rule

import "lambdaless/policy/graph"

var noDataTrace = &Rule{
	ID: "LP-STAGE-004", Slug: "no-data-trace",
	Title:    "No stage writes bodies into its log",
	Why:      "The data trace logs whole requests and responses: everybody who reads the log reads the data.",
	Fix:      "Set dataTraceEnabled to false.",
	Severity: High, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV_AWS_276"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		off := func(v graph.Value) bool { on, ok := v.Flag(); return v.Absent() || ok && !on }
		for _, n := range in.Graph.OfType(graph.MethodSettings) {
			findings = append(findings, in.require(n, off, "the settings switch the data trace on", "settings", "dataTraceEnabled")...)
		}
		return findings
	},
}
