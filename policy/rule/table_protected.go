package rule

import "lambdaless/policy/graph"

var tableProtected = &Rule{
	ID: "LP-TABLE-003", Slug: "protected",
	Title:    "In production no table can be deleted by mistake",
	Why:      "A rename of the table in the program is a replacement: the table and its data are deleted.",
	Fix:      "Set the configuration deletionProtection to true for the stack. Production stacks are those of the setting productionStacks.",
	Severity: High, Level: Mandatory,
	MapsTo: map[string][]string{SecurityHub: {"DynamoDB.6"}},
	Judge: func(in *Input) []Finding {
		if !in.Production() {
			return nil
		}
		var findings []Finding
		for _, t := range in.Tables {
			findings = append(findings, in.require(t.Node, graph.Value.IsTrue, "the table is in production and can be deleted", "deletionProtectionEnabled")...)
		}
		return findings
	},
}
