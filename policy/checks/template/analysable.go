package template

import (
	"fmt"

	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-006", Slug: "analysable-templates",
	Title: "Every request template can be analysed, and renders a request on every path through it",
	Why: "The other rules judge the requests that templates can render. Of a template outside the " +
		"[subset that can be analysed](proof.md) they know only a part, and nothing is proven.",
	Fix:      "Write the template within the subset of docs/proof.md.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			findings = append(findings, analysable(in, i)...)
		}
		return findings
	},
})

func analysable(in *rule.Context, i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	templates, unknown := i.RequestTemplates()
	if unknown {
		return []rule.Finding{rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Node, "requestTemplates"))}
	}
	if len(templates) == 0 {
		return []rule.Finding{rule.Violated(i.Node, "%s has no request template", route)}
	}
	var findings []rule.Finding
	for _, t := range templates {
		a := in.Flow(t)
		if a == nil {
			findings = append(findings, rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Node, "requestTemplates")))
			continue
		}
		for _, p := range a.Problems {
			findings = append(findings, notFollowed(i.Node, route, a, p))
		}
		if a.Empty {
			findings = append(findings, rule.Violated(i.Node, "the request template of %s may render nothing", route).At(a.Source, 1))
		}
	}
	return findings
}

// notFollowed reports a template that fails for every request, or that cannot be followed.
func notFollowed(n *graph.Node, route string, a *flow.Analysis, p flow.Problem) rule.Finding {
	if p.Syntax {
		return rule.Violated(n, "a template of %s does not parse, so that every request is answered with 500: %s", route, p.What).
			At(a.Source, p.Line).Remedy("correct the template")
	}
	remedy := "write the template within the subset of docs/proof.md, so that it renders JSON on every path through it"
	if p.Rewrite != "" {
		remedy = p.Rewrite + "; docs/proof.md has the subset of templates that is proven"
	}
	return rule.Undecided(n, fmt.Sprintf("a template of %s is not proven: %s", route, p.What)).At(a.Source, p.Line).Remedy("%s", remedy)
}
