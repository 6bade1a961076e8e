package integration

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-INTG-001", Slug: "passthrough-never",
	Title: "Requests whose content type has no template are rejected",
	Why: "With the default, WHEN_NO_MATCH, a client picks a Content-Type without a template and its body goes to DynamoDB as it is: " +
		"it then chooses the table and the item itself.",
	Fix:      "Set passthroughBehavior to NEVER.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			never := func(v graph.Value) bool { return v.TextOr("") == "NEVER" }
			for _, f := range rule.Require(in, i.Node, never, i.Method.Route()+" lets a client's body through to DynamoDB as it is", "passthroughBehavior") {
				if f.Counterexample != "" {
					f.Counterexample += ": a request with Content-Type: application/xml and a PutItem body of the client's choice"
				}
				findings = append(findings, f)
			}
		}
		return findings
	},
})
