package template

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-003", Slug: "escaped-values",
	Title: "Every value that a template inserts is escaped for its position",
	Why: "API Gateway inserts values into a template verbatim. A quote in an unescaped value ends the string, and the rest is the client's own JSON: " +
		"another key, another table, another attribute; in an answer, members that the client's program believes.",
	Fix:      `Within quotes write $util.escapeJavaScript(...).replaceAll("\\'", "'"); outside of quotes write $input.json('$.path'), or a number or boolean that a model or DynamoDB vouches for.`,
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
				// A MOCK integration's request goes nowhere, and a form is not JSON.
				if t.Request && (i.Backend() == model.Mock || slices.Contains(forms, i.Backend())) {
					continue
				}
				findings = append(findings, escaping(in, m, t)...)
			}
		}
		return findings
	},
})

// forms are the services whose requests are forms and not JSON. What a value could add to one is bounded by the role
// (LP-INTG-002).
var forms = []model.Backend{"sqs", "sns"}

// escaping judges one template.
func escaping(in *rule.Context, m *model.Method, t model.Template) []rule.Finding {
	a := in.Flow(t)
	switch {
	case a == nil && t.Request:
		return nil // LP-TMPL-006 reports it
	case a == nil:
		return []rule.Finding{rule.Undecided(t.Node, in.Graph.WhyUnknown(t.Node, "responseTemplates"))}
	}
	var findings []rule.Finding
	sent := sentAs(t, a)
	if !t.Request && !strings.Contains(sent, "json") {
		if len(a.Placeholders) == 0 && len(a.Problems) == 0 || constant(a) {
			return nil
		}
		line := 1
		if len(a.Placeholders) > 0 {
			line = a.Placeholders[0].Line
		}
		return []rule.Finding{rule.Undecided(t.Node, fmt.Sprintf("how values must be escaped in %s is not known to the pack", sent)).At(a.Source, line).
			Remedy("answer with application/json")}
	}
	if !t.Request {
		// For request templates LP-TMPL-006 reports these.
		for _, p := range a.Problems {
			findings = append(findings, notFollowed(t.Node, m.Route(), a, p))
		}
	}
	w := places{in: in, m: m, t: t, a: a, seen: map[string]bool{}}
	for _, document := range a.Documents {
		w.value(document)
	}
	return append(findings, w.findings...)
}

// constant reports whether a template that renders another language than JSON has no references at all.
func constant(a *flow.Analysis) bool {
	return len(a.Placeholders) == 0 && !a.ReadsBody && len(a.Parameters) == 0 && len(a.Documents) == 0
}

// places walks what a template renders and reports the placeholders whose class does not fit their place.
type places struct {
	in       *rule.Context
	m        *model.Method
	t        model.Template
	a        *flow.Analysis
	findings []rule.Finding
	seen     map[string]bool
}

func (w *places) value(v *flow.Value) {
	switch v.Kind {
	case flow.Gap, flow.Scalar:
		for _, p := range v.Inside {
			switch {
			case v.Kind == flow.Scalar:
				w.bad(p, "within a number", "1}", quoted)
			case p.IsValue():
			case p.Class == flow.Number || p.Class == flow.Bool || p.Class == flow.JSON:
				w.absent(p)
			default:
				w.bad(p, "outside of quotes", `1,"TableName":"another"`, bare)
			}
		}
	case flow.String, flow.Object:
		for _, p := range v.Inside {
			w.quoted(p)
		}
	case flow.Array:
	}
	for _, item := range v.Items {
		w.value(item)
	}
	for _, m := range v.Members {
		for _, member := range m.Values {
			w.value(member)
		}
	}
}

func (w *places) quoted(p *flow.Placeholder) {
	switch {
	case p.InString():
	case p.Class == flow.Escaped:
		what := "DynamoDB refuses"
		if !w.t.Request {
			what = "no client can read"
		}
		f := rule.Violated(w.t.Node, `%s escapes a value with $util.escapeJavaScript, which writes ' as \', and that is not JSON`, w.m.Route())
		w.add(p, f.Counter(`‹%s› with the value O'Brien, which %s`, p.Expr, what), quoted)
	case p.Class == flow.JSON:
		w.bad(p, "within quotes, although it brings quotes of its own", `a text`, unquoted)
	default:
		w.bad(p, "within quotes", `x","TableName":"another`, quoted)
	}
}

// absent reports a number that may be missing where a value has to stand.
func (w *places) absent(p *flow.Placeholder) {
	what := "the request to DynamoDB"
	if !w.t.Request {
		what = "the answer"
	}
	f := rule.Undecided(w.t.Node, fmt.Sprintf("‹%s› may be missing or too large for a number, and then %s of %s is not JSON", p.Expr, what, w.m.Route()))
	w.add(p, f, guarded)
}

func (w *places) bad(p *flow.Placeholder, where, example string, how repair) {
	f := rule.Violated(w.t.Node, "%s puts a value that is not escaped %s", w.m.Route(), where)
	if !w.t.Request {
		f = rule.Violated(w.t.Node, "the answer of %s has a value that is not escaped %s", w.m.Route(), where)
		example = strings.ReplaceAll(example, `"TableName":"another`, `"admin":"true`)
	}
	w.add(p, f.Counter("‹%s› with the value %s", p.Expr, example), how)
}

// add adds a finding once, with a repair that has been analysed.
func (w *places) add(p *flow.Placeholder, f rule.Finding, how repair) {
	key := fmt.Sprint(f.Message, f.Counterexample, p.Line)
	if w.seen[key] {
		return
	}
	w.seen[key] = true
	f = f.At(w.a.Source, p.Line)
	if line, ok := w.repaired(p, how); ok {
		f = f.Remedy("%s", line)
	}
	w.findings = append(w.findings, f)
}

// sentAs is the content type with which a response template's text goes out. What is not JSON counts most: a browser
// runs what stands in a page.
func sentAs(t model.Template, a *flow.Analysis) string {
	const header = "Content-Type"
	types := []string{t.ContentType}
	parameters := t.Node.In("responseParameters")
	for _, key := range parameters.Keys() {
		if name, ok := strings.CutPrefix(key, "method.response.header."); ok && strings.EqualFold(name, header) {
			types = append(types, strings.Trim(parameters.At(key).TextOr("an unknown type"), "'"))
		}
	}
	for _, o := range a.Overrides {
		if name, ok := strings.CutPrefix(o.Path, "context.responseOverride.header."); ok && strings.EqualFold(name, header) {
			types = append(types, o.Written.String())
		}
	}
	for _, sent := range types {
		if !strings.Contains(sent, "json") {
			return sent
		}
	}
	return t.ContentType
}
