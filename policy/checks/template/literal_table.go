package template

import (
	"fmt"
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-001", Slug: "literal-table",
	Title:    "Every request template names a table and index of this stack as literals",
	Why:      "A name that the client can influence may be any table. A table outside the stack is not covered by the proof.",
	Fix:      "Write TableName and IndexName as literals; the program fills in the stack's physical names.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				a := in.Flow(t)
				if a == nil {
					continue // LP-TMPL-006 reports a template that is unknown
				}
				for _, document := range a.Documents {
					for _, part := range facts.RequestParts(i.URI.Operation, document) {
						if part.Problem == "" || len(a.Problems) == 0 { // of a template that is not followed to its end, parts are missing
							findings = append(findings, namesTable(in, i, a, part)...)
						}
					}
				}
			}
		}
		return findings
	},
})

func namesTable(in *rule.Context, i *model.Integration, a *flow.Analysis, part facts.Part) []rule.Finding {
	route := i.Method.Route()
	if part.Problem != "" {
		return []rule.Finding{rule.Violated(i.Node, "the request template of %s: %s", route, part.Problem).At(a.Source, part.Line)}
	}
	table := in.TableNamed(part.Table)
	if table == nil {
		for _, t := range in.Tables {
			if t.Name == "" {
				f := rule.Undecided(i.Node, fmt.Sprintf("whether the table %q of %s is in the stack cannot be determined: %s", part.Table, route, in.Graph.WhyUnknown(t.Node, "name")))
				return []rule.Finding{f.At(a.Source, part.Line)}
			}
		}
		return []rule.Finding{rule.Violated(i.Node, "%s uses a table that the stack does not have", route).Counter("TableName is %q", part.Table).At(a.Source, part.Line)}
	}
	if part.Index == "" {
		return nil
	}
	if !iam.SupportsIndex(i.URI.Operation) {
		return []rule.Finding{rule.Violated(i.Node, "%s names an index, which %s does not take", route, i.URI.Operation).At(a.Source, part.Line)}
	}
	if !table.Unlisted && !slices.Contains(table.Indexes, part.Index) {
		f := rule.Violated(i.Node, "%s uses an index that the table does not have", route)
		return []rule.Finding{f.Counter("IndexName is %q, the table has %s", part.Index, facts.OrNone(table.Indexes)).At(a.Source, part.Line)}
	}
	return nil
}
