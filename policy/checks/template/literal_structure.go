package template

import (
	"fmt"
	"slices"

	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var literalStructure = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-002", Slug: "literal-structure",
	Title: "Clients control only attribute values, never the structure of the DynamoDB request",
	Why: "Attribute names, expressions, types and options determine which attributes are read, compared and written. " +
		"A client that controls one of them writes its own request.",
	Fix:      "Write names, types, expressions and options as literals; put what the client sends only where a text or a number of an attribute value stands, such as {\"S\": \"...\"}.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				if a := in.Flow(t); a != nil {
					for _, document := range a.Documents {
						walk := structure{i: i, a: a}
						walk.value(document, false, "the request")
						findings = append(findings, walk.findings...)
					}
				}
			}
		}
		return findings
	},
})

// structure walks a request and reports holes outside of attribute values.
type structure struct {
	i        *model.Integration
	a        *flow.Analysis
	findings []rule.Finding
}

var (
	scalarTypes = []string{"S", "N", "B", "BOOL", "NULL"}
	setTypes    = []string{"SS", "NS", "BS"}
)

// valueMembers hold attribute values by attribute name; everything below is typed by S, N, M and so on.
var valueMembers = []string{"Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey"}

func (w *structure) bad(h *flow.Hole, where string) {
	f := rule.Violated(w.i.Node, "%s lets something that is not in the template decide about %s", w.i.Method.Route(), where)
	w.findings = append(w.findings, f.Counter("‹%s›", h.Expr).At(w.a.Source, h.Line))
}

// value walks a part of the request that is not an attribute value.
func (w *structure) value(v *flow.Value, attributes bool, where string) {
	if v.Kind == flow.Gap {
		w.bad(v.Hole, where)
		return
	}
	for _, h := range v.Text.Holes() {
		if h.Form != flow.Plain || v.Kind == flow.String {
			w.bad(h, where)
		}
	}
	for _, item := range v.Items {
		w.value(item, false, where)
	}
	for _, m := range v.Members {
		key := w.key(m, where)
		switch {
		case attributes:
			w.attribute(m.Value, fmt.Sprintf("the type of %q", key))
		case slices.Contains(valueMembers, key) && m.Value.Kind == flow.Object:
			w.value(m.Value, true, "the names in "+key)
		case key == "Keys" && m.Value.Kind == flow.Array:
			for _, item := range m.Value.Items {
				w.value(item, true, "the names in Keys")
			}
		default:
			w.value(m.Value, false, key)
		}
	}
}

func (w *structure) key(m flow.Member, where string) string {
	for _, h := range m.Key.Holes() {
		w.bad(h, "a name in "+where)
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
		switch {
		case slices.Contains(scalarTypes, kind) && (m.Value.Kind == flow.Gap || m.Value.Kind == flow.String || m.Value.Kind == flow.Scalar):
			// A value is the client's to give. How it must be escaped is LP-TMPL-003's.
		case slices.Contains(setTypes, kind) && m.Value.Kind == flow.Gap:
			// One JSON value is a list of texts, or DynamoDB refuses it: a set has no types within.
		case slices.Contains(setTypes, kind) && m.Value.Kind == flow.Array:
			for _, item := range m.Value.Items {
				if item.Kind == flow.Object || item.Kind == flow.Array {
					w.value(item, false, where)
				}
			}
		case kind == "M" && m.Value.Kind == flow.Object:
			w.value(m.Value, true, "the names in a map")
		case kind == "L" && m.Value.Kind == flow.Array:
			for _, item := range m.Value.Items {
				w.attribute(item, "the type of an item of a list")
			}
		default:
			w.value(m.Value, false, where)
		}
	}
}
