package template

import (
	"fmt"
	"slices"

	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-002", Slug: "literal-structure",
	Title: "Clients control only attribute values, never the structure of the DynamoDB request",
	Why: "Attribute names, expressions, types and options decide which attributes are read, compared and written. " +
		"A client that writes one of them writes its own request.",
	Fix:      "Write names, types, expressions and options as literals; put what the client sends only where a text or a number of an attribute value stands, such as {\"S\": \"...\"}. A client's Limit must be a number with an upper bound.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				if a := in.Flow(t); a != nil {
					walk := structure{i: i, a: a, seen: map[string]bool{}}
					for _, document := range a.Documents {
						walk.value(document, false, "the request")
					}
					findings = append(findings, walk.findings...)
				}
			}
		}
		return findings
	},
})

// structure walks a request and reports placeholders outside of attribute values.
type structure struct {
	i        *model.Integration
	a        *flow.Analysis
	findings []rule.Finding
	seen     map[string]bool
}

var (
	scalarTypes = []string{"S", "N", "B", "BOOL", "NULL"}
	setTypes    = []string{"SS", "NS", "BS"}
)

// valueMembers hold attribute values by attribute name; everything below is typed by S, N, M and so on.
var valueMembers = []string{"Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey"}

func (w *structure) bad(p *flow.Placeholder, where string) {
	key := fmt.Sprint(p.Expr, p.Line, where)
	if w.seen[key] {
		return
	}
	w.seen[key] = true
	f := rule.Violated(w.i.Node, "%s lets a value that is not in the template decide about %s", w.i.Method.Route(), where)
	w.findings = append(w.findings, f.Counter("‹%s›", p.Expr).At(w.a.Source, p.Line))
}

// option reports whether a value from outside may stand for an option: a number with an upper bound as
// Limit, and a boolean that only changes how a result is read.
func option(name string, p *flow.Placeholder) bool {
	switch name {
	case "Limit":
		return p.Class == flow.Number && p.Bounded
	case "ScanIndexForward", "ConsistentRead":
		return p.Class == flow.Bool
	}
	return false
}

// requestToken is a text that only tells whether a transaction has been sent before, which is the client's to say.
const requestToken = "ClientRequestToken"

// value walks a part of the request that is not an attribute value.
func (w *structure) value(v *flow.Value, attributes bool, where string) {
	switch v.Kind {
	case flow.Gap:
		if !v.Placeholder.OnlyFrom(flow.Program) && !option(where, v.Placeholder) {
			w.bad(v.Placeholder, where)
		}
	case flow.String, flow.Scalar:
		for _, p := range v.Inside {
			if !p.OnlyFrom(flow.Program) && where != requestToken {
				w.bad(p, where)
			}
		}
	case flow.Object, flow.Array:
	}
	for _, item := range v.Items {
		w.value(item, attributes, where)
	}
	for _, m := range v.Members {
		key := w.key(m, where)
		for _, member := range m.Values {
			switch {
			case attributes:
				w.attribute(member, fmt.Sprintf("the type of %q", key))
			case slices.Contains(valueMembers, key) && member.Kind == flow.Object:
				w.value(member, true, "the names in "+key)
			case key == "Keys" && member.Kind == flow.Array:
				for _, item := range member.Items {
					w.value(item, true, "the names in Keys")
				}
			default:
				w.value(member, false, key)
			}
		}
	}
}

func (w *structure) key(m *flow.Member, where string) string {
	for _, p := range m.Key.Placeholders() {
		if !p.OnlyFrom(flow.Program) {
			w.bad(p, "a name in "+where)
		}
	}
	key, _ := m.Key.Literal()
	return key
}

// attribute walks an attribute value: {"S": "..."}.
func (w *structure) attribute(v *flow.Value, where string) {
	if v.Kind != flow.Object {
		w.value(v, false, where)
		return
	}
	for _, m := range v.Members {
		kind := w.key(m, where)
		for _, member := range m.Values {
			w.typed(kind, member, where)
		}
	}
}

// typed walks what an attribute value has for a type.
func (w *structure) typed(kind string, v *flow.Value, where string) {
	scalar := v.Kind == flow.Gap || v.Kind == flow.String || v.Kind == flow.Scalar
	switch {
	case slices.Contains(scalarTypes, kind) && scalar:
		// A value is the client's to give. How it must be escaped is LP-TMPL-003's.
	case slices.Contains(setTypes, kind) && v.Kind == flow.Gap:
		// One JSON value is a list of texts, or DynamoDB refuses it: a set has no types within.
	case slices.Contains(setTypes, kind) && v.Kind == flow.Array:
		for _, item := range v.Items {
			if item.Kind == flow.Object || item.Kind == flow.Array {
				w.value(item, false, where)
			}
		}
	case kind == "M" && v.Kind == flow.Object:
		w.value(v, true, "the names in a map")
	case kind == "L" && v.Kind == flow.Array:
		for _, item := range v.Items {
			w.attribute(item, "the type of an item of a list")
		}
	default:
		w.value(v, false, where)
	}
}
