package integration

import (
	"strings"

	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

const (
	statusOverride = "context.responseOverride.status"
	headerOverride = "context.responseOverride.header."
)

// overrides calls a function with each thing of the response that a template sets.
func overrides(in *rule.Context, t model.Template, each func(*flow.Analysis, flow.Override)) {
	a := in.Flow(t)
	if a == nil {
		return // LP-TMPL-003 and LP-TMPL-006 report a template that is unknown
	}
	for _, o := range a.Overrides {
		if !strings.HasPrefix(o.Path, "context.requestOverride") && !strings.HasPrefix(o.Target, "$context.requestOverride") {
			each(a, o)
		}
	}
}

// overridden judges the statuses that templates set by $context.responseOverride.status.
func overridden(in *rule.Context, i *model.Integration) []rule.Finding {
	var findings []rule.Finding
	route := i.Method.Route()
	requests, _ := i.RequestTemplates()
	for _, t := range requests {
		overrides(in, t, func(a *flow.Analysis, o flow.Override) {
			if o.Path == statusOverride {
				// Request and response templates share $context, so that it holds for every outcome.
				findings = append(findings, rule.Violated(i.Node, "the request template of %s sets the status of every answer, errors included", route).
					Counter("%s is set to %s", o.Target, o.Written).At(a.Source, o.Line).Remedy("set the status in the response template that it is for"))
			}
		})
	}
	for _, n := range errorResponses(i) {
		for _, t := range templatesOf(n) {
			overrides(in, t, func(a *flow.Analysis, o flow.Override) {
				status, known := o.Written.Literal()
				switch {
				case strings.HasPrefix(o.Path, headerOverride):
				case o.Path == statusOverride && o.Followed && known && errorStatus(status):
				case o.Path == statusOverride && o.Followed && known:
					findings = append(findings, rule.Violated(n, "%s answers an error of DynamoDB with the status %s", route, status).
						Counter("$context.responseOverride.status is set to %s", status).At(a.Source, o.Line))
				default:
					findings = append(findings, rule.Undecided(n, "with which status "+route+" answers an error of DynamoDB is unknown: its template computes $context.responseOverride").
						At(a.Source, o.Line).Remedy("set $context.responseOverride.status to a number of 400 or more"))
				}
			})
		}
	}
	return findings
}

// templatesOf are the templates of an integration's response.
func templatesOf(n *graph.Node) []model.Template {
	var all []model.Template
	for _, contentType := range n.In("responseTemplates").Keys() {
		all = append(all, model.Template{Node: n, ContentType: contentType, Value: n.In("responseTemplates", contentType)})
	}
	return all
}

// headers judges the headers that the templates of a method set: what a mapping must not reveal or repeat, a template
// must not either.
func headers(in *rule.Context, i *model.Integration) []rule.Finding {
	requests, _ := i.RequestTemplates()
	responses, _ := i.ResponseTemplates()
	var findings []rule.Finding
	for _, t := range append(requests, responses...) {
		overrides(in, t, func(a *flow.Analysis, o flow.Override) {
			header, ok := strings.CutPrefix(o.Path, headerOverride)
			if !ok || !o.Followed {
				return
			}
			report := func(p *flow.Placeholder, format string) {
				findings = append(findings, rule.Violated(t.Node, format, i.Method.Route(), header).
					Counter("%s is set to %s", o.Target, o.Written).At(a.Source, o.Line))
			}
			for at, p := range o.Written {
				switch held := p.Placeholder; {
				case held == nil || fixed(held):
				case held.From(flow.Claims), strings.Contains(held.Expr, "stageVariables"):
					report(held, "%s reveals an identity or a stage variable in the header %s")
				case held.From(flow.Client) && (!harmless(held) || at == 0 && strings.EqualFold(header, "Location")):
					report(held, "%s has a header %s that a client chooses")
				}
			}
		})
	}
	return findings
}

// fixed reports whether a client chooses nothing that matters in a header: $context.path is that of the method, and
// $context.requestId an HTTP token.
func fixed(p *flow.Placeholder) bool {
	return p.Expr == "$context.path" || strings.Contains(p.Expr, "$context.requestId")
}

// harmless reports whether a client's text stays a part of the header's value.
func harmless(p *flow.Placeholder) bool {
	return p.Class == flow.Word || p.Class == flow.Number || p.Class == flow.Bool
}

// words reports whether something tells more of DynamoDB's answer than its error's type or a number.
func words(p *flow.Placeholder) bool {
	if !p.From(flow.Backend) || p.Class == flow.Number || p.Class == flow.Bool {
		return false
	}
	for _, source := range p.Sources {
		if source != "answer.__type" {
			return true
		}
	}
	return len(p.Sources) == 0
}
