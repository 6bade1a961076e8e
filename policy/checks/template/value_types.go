package template

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
)

// values judges every attribute value below a part of a request.
func (c *acceptance) values(body *flow.Value) {
	for _, item := range body.Items {
		c.values(item)
	}
	for _, m := range body.Members {
		name, _ := m.Key.Literal()
		for _, v := range m.Values {
			switch {
			case slices.Contains(valueMembers, name) && v.Kind == flow.Object:
				c.attributes(v)
			case name == "Keys":
				for _, item := range v.Items {
					c.attributes(item)
				}
			default:
				c.values(v)
			}
		}
	}
}

// attributes judges attribute values by attribute name.
func (c *acceptance) attributes(v *flow.Value) {
	for _, m := range v.Members {
		for _, attribute := range m.Values {
			c.attribute(attribute)
		}
	}
}

func (c *acceptance) attribute(v *flow.Value) {
	if v.Kind != flow.Object {
		if v.Kind != flow.Gap {
			c.fails(v.Line, facts.Describe(v), "an attribute value is an object with its type, such as {\"S\": ...}")
		}
		return
	}
	for _, m := range v.Members {
		kind, literal := m.Key.Literal()
		if !literal {
			continue
		}
		if !slices.Contains(append(append([]string{"M", "L"}, scalarTypes...), setTypes...), kind) {
			c.fails(m.Line, fmt.Sprintf("%q", kind), "%q is not one of DynamoDB's types", kind)
			continue
		}
		for _, typed := range m.Values {
			c.typed(kind, typed)
		}
	}
}

// typed judges what stands for a type.
func (c *acceptance) typed(kind string, v *flow.Value) {
	switch kind {
	case "M":
		c.attributes(v)
	case "L":
		for _, item := range v.Items {
			c.attribute(item)
		}
	case "SS", "NS", "BS":
		if v.Kind == flow.Array && len(v.Items) == 0 {
			c.fails(v.Line, fmt.Sprintf(`{"%s": []}`, kind), "a set must not be empty")
		}
		for _, item := range v.Items {
			c.typed(strings.TrimSuffix(kind, "S"), item)
		}
	case "BOOL":
		if v.Kind == flow.String || v.Kind == flow.Gap && (v.Placeholder.Kind == "string" || v.Placeholder.Kind == "number") {
			c.fails(v.Line, fmt.Sprintf(`{"BOOL": %s}`, facts.Describe(v)), "BOOL takes true or false without quotes")
		}
	case "N":
		c.numeric(v)
	case "", "S", "B":
		scalar := v.Kind == flow.Scalar || v.Kind == flow.Gap && (v.Placeholder.Kind == "number" || v.Placeholder.Kind == "boolean")
		if scalar {
			c.fails(v.Line, fmt.Sprintf(`{"S": %s}`, facts.Describe(v)), "%s takes a text in quotes, not %s", kind, facts.Describe(v))
		}
	}
}

// numeric judges a number, which DynamoDB takes as a text.
func (c *acceptance) numeric(v *flow.Value) {
	switch v.Kind {
	case flow.Gap:
		example := `{"N": 5}`
		if v.Placeholder.Kind == "string" {
			example = `{"N": "five"}, as nothing checks that the text is a number`
		}
		c.fails(v.Line, example, `N takes a number as a text in quotes: write "N": "..." around ‹%s›'s value`, v.Placeholder.Expr)
	case flow.Scalar:
		c.fails(v.Line, `{"N": `+v.Text.String()+`}`, "N takes a number as a text in quotes")
	case flow.String:
		var n json.Number
		if text, literal := v.Text.Literal(); literal && json.Unmarshal([]byte(text), &n) != nil {
			c.fails(v.Line, fmt.Sprintf(`{"N": %q}`, text), "%q is not a number", text)
		}
	case flow.Object, flow.Array:
		c.fails(v.Line, `{"N": `+facts.Describe(v)+`}`, "N takes a number as a text in quotes")
	}
}
