package template

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"lambdaless/internal/dynamodb"
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
		if name, literal := m.Key.Literal(); literal && name == "" {
			c.fails(m.Line, `"": {...}`, "an attribute's name must not be empty")
		}
		for _, attribute := range m.Values {
			c.attribute(attribute)
		}
	}
}

// attribute judges an attribute value, such as {"S": "x"}.
func (c *acceptance) attribute(v *flow.Value) {
	if v.Kind != flow.Object {
		if v.Kind != flow.Gap {
			c.fails(v.Line, facts.Describe(v), "an attribute value is an object with its type, such as {\"S\": ...}")
		}
		return
	}
	var always []string
	for _, m := range v.Members {
		kind, literal := m.Key.Literal()
		if !literal {
			always = nil
			break
		}
		if !slices.Contains(slices.Concat([]string{"M", "L"}, scalarTypes, setTypes), kind) {
			c.fails(m.Line, fmt.Sprintf("%q", kind), "%q is not one of DynamoDB's types", kind)
			continue
		}
		if !m.Optional {
			always = append(always, kind)
		}
		for _, typed := range m.Values {
			c.typed(kind, typed)
		}
	}
	switch {
	case len(v.Members) == 0:
		c.fails(v.Line, "{}", "an attribute value has a type, such as {\"S\": ...}")
	case len(always) > 1:
		c.fails(v.Line, facts.Describe(v), "an attribute value has one type, not %s", strings.Join(always, " and "))
	}
}

// typed judges what stands for a type.
func (c *acceptance) typed(kind string, v *flow.Value) {
	switch kind {
	case "M":
		if c.kindOf(v, flow.Object, kind, "an object with attribute values") {
			c.attributes(v)
		}
	case "L":
		if c.kindOf(v, flow.Array, kind, "a list of attribute values") {
			for _, item := range v.Items {
				c.attribute(item)
			}
		}
	case "SS", "NS", "BS":
		if !c.kindOf(v, flow.Array, kind, "a list") {
			return
		}
		if len(v.Items) == 0 && v.Kind == flow.Array {
			c.fails(v.Line, fmt.Sprintf(`{"%s": []}`, kind), "a set must not be empty")
		}
		for _, item := range v.Items {
			c.typed(strings.TrimSuffix(kind, "S"), item)
		}
		c.distinct(kind, v)
	case "BOOL", "NULL":
		c.truth(kind, v)
	case "N":
		c.numeric(v)
	case "S", "B":
		scalar := v.Kind == flow.Scalar || v.Kind == flow.Gap && v.Placeholder.Kind != "" && v.Placeholder.Kind != "string"
		if scalar || v.Kind == flow.Object || v.Kind == flow.Array {
			c.fails(v.Line, fmt.Sprintf(`{"%s": %s}`, kind, facts.Describe(v)), "%s takes a text in quotes, not %s", kind, facts.Describe(v))
		}
		if text, literal := facts.LiteralText(v); literal && kind == "B" {
			if _, err := base64.StdEncoding.DecodeString(text); err != nil {
				c.fails(v.Line, fmt.Sprintf(`{"B": %q}`, text), "B takes bytes in base64, not %q", text)
			}
		}
	}
}

// kindOf judges the kind of JSON that a type takes. A placeholder may be of any kind.
func (c *acceptance) kindOf(v *flow.Value, want flow.Kind, kind, what string) bool {
	of := map[flow.Kind]string{flow.Object: "object", flow.Array: "list"}[want]
	if v.Kind == want || v.Kind == flow.Gap && (v.Placeholder.Kind == "" || v.Placeholder.Kind == of) {
		return true
	}
	c.fails(v.Line, fmt.Sprintf(`{"%s": %s}`, kind, facts.Describe(v)), "%s takes %s, not %s", kind, what, facts.Describe(v))
	return false
}

// truth judges BOOL, and NULL, which has true as its only value.
func (c *acceptance) truth(kind string, v *flow.Value) {
	switch text, literal := v.Text.Literal(); {
	case v.Kind != flow.Scalar && v.Kind != flow.Gap, v.Kind == flow.Gap && v.Placeholder.Kind != "" && v.Placeholder.Kind != "boolean":
		c.fails(v.Line, fmt.Sprintf(`{"%s": %s}`, kind, facts.Describe(v)), "%s takes true or false without quotes", kind)
	case v.Kind == flow.Scalar && literal && text != "true" && text != "false":
		c.fails(v.Line, fmt.Sprintf(`{"%s": %s}`, kind, text), "%s takes true or false, not %s", kind, text)
	case kind == "NULL" && literal && text == "false":
		c.fails(v.Line, `{"NULL": false}`, "NULL has true as its only value")
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
		if text, literal := v.Text.Literal(); literal && !dynamodb.IsNumber(text) {
			c.fails(v.Line, fmt.Sprintf(`{"N": %q}`, text), "%q is not a number that DynamoDB stores", text)
		}
	case flow.Object, flow.Array:
		c.fails(v.Line, `{"N": `+facts.Describe(v)+`}`, "N takes a number as a text in quotes")
	}
}
