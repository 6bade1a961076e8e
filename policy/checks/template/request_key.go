package template

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
)

// items judges keys and items, wherever an operation has them.
func (c *acceptance) items(body *flow.Value) {
	for _, item := range body.Items { // BatchWriteItem
		for _, request := range slices.Concat(item.All("PutRequest"), item.All("DeleteRequest")) {
			c.items(request)
		}
	}
	for _, keys := range body.All("Keys") { // BatchGetItem
		if keys.Kind == flow.Array && len(keys.Items) == 0 {
			c.fails(keys.Line, "Keys []", "Keys must not be empty")
		}
		for _, key := range keys.Items {
			c.onlyThese(key, "Keys", c.table.Keys)
		}
	}
	for _, v := range body.All("Key") {
		c.onlyThese(v, "Key", c.table.Keys)
	}
	for _, v := range body.All("Item") {
		c.key(v, "Item", c.table.Keys)
	}
}

// onlyThese judges a key, which has the attributes of the key and no other.
func (c *acceptance) onlyThese(v *flow.Value, where string, wanted []string) {
	if v.Kind != flow.Object || len(wanted) == 0 {
		return
	}
	for _, m := range v.Members {
		if name, literal := m.Key.Literal(); literal && !slices.Contains(wanted, name) {
			c.failsWith(fmt.Sprintf("take %q out of %s", name, where), m.Line, fmt.Sprintf("%q in %s", name, where), "%q is not a key attribute of %s, whose key is %s", name, c.table.Name, strings.Join(wanted, " and "))
		}
	}
	c.key(v, where, wanted)
}

// key judges the key attributes of a key or an item, those of indexes included.
func (c *acceptance) key(v *flow.Value, where string, wanted []string) {
	if v.Kind != flow.Object {
		return
	}
	var names []string
	for _, m := range v.Members {
		name, literal := m.Key.Literal()
		if !literal {
			return // LP-TMPL-002 reports it
		}
		names = append(names, name)
		if want := c.schema[name]; want != "" {
			c.keyType(m, name, want)
		}
	}
	for _, k := range wanted {
		m := v.Member(k)
		switch {
		case m == nil:
			add := fmt.Sprintf("add %q to %s, as in %q: {%q: \"...\"}", k, where, k, cmp.Or(c.schema[k], "S"))
			c.failsWith(add, v.Line, fmt.Sprintf("%s of %s only", where, facts.OrNone(names)), "%s has no %q, a key attribute of %s", where, k, c.table.Name)
		case m.Optional:
			c.fails(m.Line, fmt.Sprintf("%s without %q", where, k), "%s may have no %q, a key attribute of %s", where, k, c.table.Name)
		default:
			c.required(m, k)
		}
	}
}

// keyType judges the type of a key attribute's value, and that it is not empty.
func (c *acceptance) keyType(m *flow.Member, name, want string) {
	for _, v := range m.Values {
		for _, typed := range v.Members {
			got, literal := typed.Key.Literal()
			if literal && got != want {
				c.fails(typed.Line, fmt.Sprintf(`"%s": {"%s": ...}`, name, got), "the key attribute %q is of type %s, and the request gives it as %s", name, want, got)
			}
			for _, text := range typed.Values {
				if s, known := facts.LiteralText(text); known && s == "" {
					c.fails(text.Line, fmt.Sprintf(`"%s": {"%s": ""}`, name, got), "the key attribute %q is empty", name)
				}
			}
		}
	}
}

// required judges a key that is made of nothing but parameters: a request without them has an empty key.
func (c *acceptance) required(m *flow.Member, name string) {
	for _, v := range m.Values {
		for _, typed := range v.Members {
			for _, text := range typed.Values {
				if parameters := c.mayBeEmpty(text); len(parameters) > 0 {
					list := strings.Join(parameters, " and ")
					c.fails(text.Line, fmt.Sprintf("an empty %q", name), "the key %q is the parameter %s, which a request may leave out: require it in the method's requestParameters, with a validator of parameters, or give it a default", name, list)
				}
			}
		}
	}
}

// mayBeEmpty are the parameters that a text consists of, if a request may leave out all of them.
func (c *acceptance) mayBeEmpty(v *flow.Value) []string {
	if v.Kind != flow.String {
		return nil
	}
	var parameters []string
	for _, piece := range v.Text {
		p := piece.Placeholder
		if p == nil || p.NonEmpty || len(p.Sources) != 1 {
			return nil
		}
		parameter, ok := strings.CutPrefix(p.Sources[0], "params.")
		if !ok || c.declared(parameter) {
			return nil
		}
		parameters = append(parameters, fmt.Sprintf("%q", parameter))
	}
	return parameters
}

// declared reports whether every request has a parameter: the path has it, or the method requires it and a
// validator checks that. What is unknown may be so.
func (c *acceptance) declared(parameter string) bool {
	for _, match := range facts.PathParameter.FindAllStringSubmatch(c.i.Method.Path, -1) {
		if match[1] == parameter {
			return true
		}
	}
	declared := c.i.Method.Node.In("requestParameters")
	if declared.IsUnknown() {
		return true
	}
	validator := facts.Validator(c.in, c.i.Method)
	checked := validator.Unknown != "" || validator.Node == nil && validator.Literal != ""
	if n := validator.Node; n != nil {
		v := n.In("validateRequestParameters")
		checked = v.IsUnknown() || v.IsTrue()
	}
	for _, place := range []string{"querystring", "header", "path"} {
		v := declared.At("method.request." + place + "." + parameter)
		if v.IsUnknown() || v.IsTrue() && checked {
			return true
		}
	}
	return false
}
