package rule

import "slices"

var verbFits = &Rule{
	ID: "LP-METH-004", Slug: "verb-fits-operation",
	Title:    "A method does what its verb says",
	Why:      "Caches, crawlers and retries repeat a GET. A GET that writes is repeated with it.",
	Fix:      "Use GET for reading, PUT for storing, PATCH for changing, DELETE for deleting, and POST for everything else.",
	Severity: Medium, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, m := range in.Methods {
			if m.Verb == "?" {
				findings = append(findings, undecided(m.Node, in.Graph.WhyUnknown(m.Node, "httpMethod")))
			}
		}
		for _, i := range in.integrations() {
			operation := i.URI.Operation
			if operation == "" {
				continue // LP-INTG-002 reports it
			}
			allowed, limited := verbOperations[i.Method.Verb]
			if limited && !contains(allowed, operation) {
				findings = append(findings, violated(i.Node, "%s calls %s", i.Method.Route(), operation).
					counterexample("%s is for %s", i.Method.Verb, orNone(allowed)))
			}
		}
		return findings
	},
}

// verbOperations are what a verb may call. POST may call everything; ANY only reads, since it is GET too.
var verbOperations = map[string][]string{
	"GET":     readOperations,
	"HEAD":    readOperations,
	"OPTIONS": nil,
	"ANY":     readOperations,
	"PUT":     {"PutItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems"},
	"PATCH":   {"UpdateItem", "TransactWriteItems"},
	"DELETE":  slices.DeleteFunc(slices.Clone(writeOperations), func(o string) bool { return o == "PutItem" }),
}
