package rule

import (
	"fmt"

	"lambdaless/internal/iam"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var literalTable = &Rule{
	ID: "LP-TMPL-001", Slug: "literal-table",
	Title:    "Every request template names a table, and an index, of this stack as literals",
	Why:      "A name that the client can touch is another table. A name outside the stack is a table that nobody here protects.",
	Fix:      "Write TableName and IndexName as literals; the program fills in the stack's physical names.",
	Severity: Critical, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			findings = append(findings, in.requestTemplates(i)...)
		}
		return findings
	},
}

func (in *Input) requestTemplates(i *model.Integration) []Finding {
	route := i.Method.Route()
	templates, unknown := i.RequestTemplates()
	if unknown {
		return []Finding{undecided(i.Node, in.Graph.WhyUnknown(i.Node, "requestTemplates"))}
	}
	if len(templates) == 0 {
		return []Finding{violated(i.Node, "%s has no request template", route)}
	}
	var findings []Finding
	for _, t := range templates {
		a := in.Flow(t)
		if a == nil {
			findings = append(findings, undecided(i.Node, in.Graph.WhyUnknown(i.Node, "requestTemplates")))
			continue
		}
		for _, p := range a.Problems {
			findings = append(findings, notFollowed(i.Node, route, a, p))
		}
		if a.Empty {
			findings = append(findings, violated(i.Node, "the request template of %s may render nothing", route).at(a.Source, 1))
		}
		for _, document := range a.Documents {
			for _, part := range requestParts(i.URI.Operation, document) {
				findings = append(findings, in.namesTable(i, a, part)...)
			}
		}
	}
	return findings
}

// notFollowed reports a template that fails for every request, or that cannot be followed.
func notFollowed(n *graph.Node, route string, a *flow.Analysis, p flow.Problem) Finding {
	if p.Syntax {
		return violated(n, "a template of %s does not parse, so that every request is answered with 500: %s", route, p.What).
			at(a.Source, p.Line).fix("correct the template")
	}
	return undecided(n, fmt.Sprintf("a template of %s cannot be followed on some way through it: %s", route, p.What)).
		at(a.Source, p.Line).fix("write the template so that it renders JSON on every way through it, and put what a client sends only into values")
}

func (in *Input) namesTable(i *model.Integration, a *flow.Analysis, part requestPart) []Finding {
	route := i.Method.Route()
	if part.problem != "" {
		return []Finding{violated(i.Node, "the request template of %s: %s", route, part.problem).at(a.Source, part.line)}
	}
	table := in.TableNamed(part.table)
	if table == nil {
		for _, t := range in.Tables {
			if t.Name == "" {
				f := undecided(i.Node, fmt.Sprintf("whether the table %q of %s is in the stack cannot be told: %s", part.table, route, in.Graph.WhyUnknown(t.Node, "name")))
				return []Finding{f.at(a.Source, part.line)}
			}
		}
		return []Finding{violated(i.Node, "%s uses a table that the stack does not have", route).counterexample("TableName is %q", part.table).at(a.Source, part.line)}
	}
	if part.index == "" {
		return nil
	}
	if !iam.SupportsIndex(i.URI.Operation) {
		return []Finding{violated(i.Node, "%s names an index, which %s does not take", route, i.URI.Operation).at(a.Source, part.line)}
	}
	if !contains(table.Indexes, part.index) {
		f := violated(i.Node, "%s uses an index that the table does not have", route)
		return []Finding{f.counterexample("IndexName is %q, the table has %s", part.index, orNone(table.Indexes)).at(a.Source, part.line)}
	}
	return nil
}

func orNone(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	return sentence(items, 5)
}
