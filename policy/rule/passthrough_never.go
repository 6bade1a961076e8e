package rule

import "lambdaless/policy/graph"

var passthroughNever = &Rule{
	ID: "LP-INTG-001", Slug: "passthrough-never",
	Title: "A body that no template takes is refused",
	Why: "With the default, WHEN_NO_MATCH, a client picks a Content-Type without a template and its body goes to DynamoDB as it is: " +
		"it then chooses the table and the item itself.",
	Fix:      "Set passthroughBehavior to NEVER.",
	Severity: Critical, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			never := func(v graph.Value) bool { return v.TextOr("") == "NEVER" }
			for _, f := range in.require(i.Node, never, i.Method.Route()+" lets a client's body through to DynamoDB as it is", "passthroughBehavior") {
				if f.Counterexample != "" {
					f.Counterexample += ": a request with Content-Type: application/xml and a PutItem body of the client's choice"
				}
				findings = append(findings, f)
			}
		}
		return findings
	},
}
