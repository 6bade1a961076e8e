package method

import (
	"slices"

	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-METH-004", Slug: "verb-fits-operation",
	Title:    "The HTTP verb fits the DynamoDB operation",
	Why:      "Caches, crawlers and retries repeat a GET, and with it a write.",
	Fix:      "Use GET for reading, PUT for storing, PATCH for changing, DELETE for deleting, and POST for everything else.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, m := range in.Methods {
			if m.Verb == "?" {
				findings = append(findings, rule.Undecided(m.Node, in.Graph.WhyUnknown(m.Node, "httpMethod")))
			}
		}
		for _, i := range in.Integrations() {
			operation := i.URI.Operation
			if operation == "" {
				continue // LP-INTG-002 reports it
			}
			allowed, limited := verbOperations[i.Method.Verb]
			if limited && !slices.Contains(allowed, operation) {
				findings = append(findings, rule.Violated(i.Node, "%s calls %s", i.Method.Route(), operation).
					Counter("%s is for %s", i.Method.Verb, facts.OrNone(allowed)))
			}
		}
		return findings
	},
})

// verbOperations are what a verb may call. POST may call everything; ANY only reads, since it is GET too.
var verbOperations = map[string][]string{
	"GET":     facts.ReadOperations,
	"HEAD":    facts.ReadOperations,
	"OPTIONS": nil,
	"ANY":     facts.ReadOperations,
	"PUT":     {"PutItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems"},
	"PATCH":   {"UpdateItem", "TransactWriteItems"},
	"DELETE":  slices.DeleteFunc(slices.Clone(facts.WriteOperations), func(o string) bool { return o == "PutItem" }),
}
