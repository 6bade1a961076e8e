package table

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-003", Slug: "protected",
	Title:    "Production tables are protected from deletion",
	Why:      "Renaming a table in the program replaces it: the table and its data are deleted.",
	Fix:      "Set the configuration deletionProtection to true for the stack. Production stacks are those of the setting productionStacks.",
	Severity: rule.High, Level: rule.Mandatory,
	Config: []string{"deletionProtection"},
	MapsTo: map[string][]string{rule.SecurityHub: {"DynamoDB.6"}},
	Judge: func(in *rule.Context) []rule.Finding {
		if !in.Production() {
			return nil
		}
		var findings []rule.Finding
		for _, t := range in.Tables {
			findings = append(findings, rule.Require(in, t.Node, graph.Value.IsTrue, "the table is in production and can be deleted", "deletionProtectionEnabled")...)
			for i, replica := range t.Node.In("replicas").Items() {
				// Before version 7 the aws provider cannot say it of a replica.
				switch on := replica.At("deletionProtectionEnabled"); {
				case on.IsUnknown():
					findings = append(findings, rule.Undecided(t.Node, in.Graph.WhyUnknown(t.Node, "replicas")))
				case !on.Absent() && !on.IsTrue():
					findings = append(findings, rule.Violated(t.Node, "the table's replica in %s is in production and can be deleted", replica.At("regionName").TextOr("?")).
						Counter("replicas[%d].deletionProtectionEnabled is %s", i, on.Show()))
				}
			}
		}
		return findings
	},
})
