package template

import (
	"fmt"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var escapedValues = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-003", Slug: "escaped-values",
	Title: "Every value that a template inserts is escaped for its position",
	Why: "API Gateway inserts values into a template verbatim. A quote in an unescaped value ends the string, and the rest is the client's own JSON: " +
		"another key, another table, another attribute.",
	Fix:      `Within quotes write $util.escapeJavaScript(...).replaceAll("\\'", "'"); outside of quotes write $input.json('$.path').`,
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, m := range in.Methods {
			i := m.Integration
			if i == nil {
				continue
			}
			templates, _ := i.RequestTemplates()
			responses, unknown := i.ResponseTemplates()
			for _, n := range unknown {
				findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "responseTemplates")))
			}
			for _, t := range append(templates, responses...) {
				if i.Mock() && t.Request {
					continue // a MOCK integration's request goes nowhere
				}
				findings = append(findings, escaping(in, m, t)...)
			}
		}
		return findings
	},
})

// escaping judges one template.
func escaping(in *rule.Context, m *model.Method, t model.Template) []rule.Finding {
	a := in.Flow(t)
	if a == nil {
		return []rule.Finding{rule.Undecided(t.Node, in.Graph.WhyUnknown(t.Node, map[bool]string{true: "requestTemplates", false: "responseTemplates"}[t.Request]))}
	}
	var findings []rule.Finding
	if !t.Request && !strings.Contains(t.ContentType, "json") && len(a.Holes) > 0 {
		return []rule.Finding{rule.Undecided(t.Node, fmt.Sprintf("how values must be escaped in %s is not known to the pack", t.ContentType)).At(a.Source, a.Holes[0].Line).
			Remedy("answer with application/json")}
	}
	if !t.Request {
		// For request templates LP-TMPL-001 reports these.
		for _, p := range a.Problems {
			findings = append(findings, notFollowed(t.Node, m.Route(), a, p))
		}
	}
	for _, document := range a.Documents {
		w := places{in: in, m: m, a: a, n: t.Node, validated: t.Request && t.ContentType == "application/json"}
		w.value(document)
		findings = append(findings, w.findings...)
	}
	return findings
}

// places walks what a template renders and reports the holes whose form does not fit their place.
type places struct {
	in *rule.Context
	m  *model.Method
	a  *flow.Analysis
	n  *graph.Node
	// validated tells that the method's model for application/json is the one for this template's bodies.
	validated bool
	findings  []rule.Finding
}

func (w *places) value(v *flow.Value) {
	switch v.Kind {
	case flow.Gap:
		if !v.Hole.IsValue() {
			w.bad(v.Hole, "outside of quotes", v.Hole.Expr+"=1,\"TableName\":\"another\"")
		}
	case flow.Scalar:
		for _, h := range v.Text.Holes() {
			w.bad(h, "within a number", "1}")
		}
	default:
		w.quoted(v.Text)
	}
	for _, item := range v.Items {
		w.value(item)
	}
	for _, m := range v.Members {
		w.quoted(m.Key)
		w.value(m.Value)
	}
}

func (w *places) quoted(t flow.Text) {
	for _, h := range t.Holes() {
		switch {
		case h.InString():
		case len(h.Origins) == 1 && h.From(flow.Program): // the program's own text: a stage variable
		case h.BodyPath != "" && w.validated && facts.PlainByModel(w.in, w.m, h.BodyPath) && h.From(flow.Client):
		case h.Form == flow.Escaped:
			f := rule.Violated(w.n, `%s escapes a value with $util.escapeJavaScript, which writes ' as \', and that is not JSON`, w.m.Route())
			w.findings = append(w.findings, f.Counter(`‹%s› with the value O'Brien is refused by DynamoDB`, h.Expr).
				Remedy(`append .replaceAll("\\'", "'")`).At(w.a.Source, h.Line))
		case h.Form == flow.JSON:
			w.bad(h, "within quotes, although it brings quotes of its own", `a text`)
		default:
			w.bad(h, "within quotes", `x","TableName":"another`)
		}
	}
}

func (w *places) bad(h *flow.Hole, where, example string) {
	f := rule.Violated(w.n, "%s puts a value that is not escaped %s", w.m.Route(), where)
	w.findings = append(w.findings, f.Counter("‹%s› with the value %s", h.Expr, example).At(w.a.Source, h.Line))
}
