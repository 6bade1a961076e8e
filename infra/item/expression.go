package item

import (
	"fmt"
	"slices"
	"strings"
)

// expressions collects the names and values that a request's expressions use, each with the
// condition under which it is used: DynamoDB refuses one that is not.
type expressions struct {
	c             *compiler
	names, values []entry
}

// name is the alias of an attribute, as expressions write it: "#title".
func (x *expressions) name(attribute, test string) string {
	a := "#" + x.c.alias(attribute)
	x.names = addEntry(x.names, `"`+a+`": "`+attribute+`"`, test)
	return a
}

// value is the name of a value: ":title", with underscores behind it while another value has the name.
func (x *expressions) value(name, text, test string) string {
	for slices.ContainsFunc(x.values, func(e entry) bool {
		return strings.HasPrefix(e.text, `":`+name+`": `) && e.text != `":`+name+`": `+text
	}) {
		name += "_"
	}
	x.values = addEntry(x.values, `":`+name+`": `+text, test)
	return ":" + name
}

// addEntry adds what is not there yet, and widens the condition of what is.
func addEntry(entries []entry, text, test string) []entry {
	i := slices.IndexFunc(entries, func(e entry) bool { return e.text == text })
	switch {
	case i < 0:
		return append(entries, entry{text, test})
	case entries[i].test == "" || entries[i].test == test:
	case test == "":
		entries[i].test = ""
	default:
		entries[i].test += " || " + test
	}
	return entries
}

// members are the request's ExpressionAttributeNames and ExpressionAttributeValues.
func (x *expressions) members() []entry {
	var all []entry
	for _, m := range []struct {
		name    string
		entries []entry
	}{{"ExpressionAttributeNames", x.names}, {"ExpressionAttributeValues", x.values}} {
		if len(m.entries) > 0 {
			test := anyOf(m.entries)
			text := `"` + m.name + `": {` + x.c.object(within(m.entries, test), "    ") + "\n  }"
			all = append(all, entry{text, test})
		}
	}
	return all
}

// anyOf is the condition that one of the entries is rendered.
func anyOf(entries []entry) string {
	var tests []string
	for _, e := range entries {
		if e.test == "" {
			return ""
		}
		if !slices.Contains(tests, e.test) {
			tests = append(tests, e.test)
		}
	}
	return strings.Join(tests, " || ")
}

// within are entries of what is rendered only if the test holds: those with the same test are then
// always there.
func within(entries []entry, test string) []entry {
	inner := slices.Clone(entries)
	for i := range inner {
		if inner[i].test == test {
			inner[i].test = ""
		}
	}
	return inner
}

// conjunction is a member that holds an expression, whose terms are joined by AND.
func conjunction(member string, terms []entry) entry {
	test := anyOf(terms)
	return entry{`"` + member + `": "` + clause("", within(terms, test), " AND ") + `"`, test}
}

// clause is a keyword and its terms on one line: every directive takes the line end behind it along.
// The first term that is rendered brings the keyword.
func clause(keyword string, terms []entry, separator string) string {
	var always, optional []string
	for _, t := range terms {
		if t.test == "" {
			always = append(always, t.text)
			continue
		}
		optional = append(optional, "#if("+t.test+")${sep}"+t.text+`#set($sep = "`+separator+`")#end`+"\n")
	}
	text := ""
	if len(always) > 0 {
		text, keyword = keyword+strings.Join(always, separator), separator
	}
	if len(optional) > 0 {
		text += `#set($sep = "` + keyword + `")` + "\n" + strings.Join(optional, "")
	}
	return text
}

// typed is the typed value that an attribute gets from a Value.
func (c *compiler) typed(attribute string, v Value) string {
	p := c.schema.member(attribute)
	if p == nil {
		p = &property{name: attribute, kind: stringKind}
		for _, k := range c.keyAttributes() {
			if k.Name == attribute {
				p.kind = k.kind()
			}
		}
	}
	if only, ok := v.only(); ok && only.source == bodySource {
		if from := c.body.member(only.name); from != nil {
			if from.kind != p.kind {
				c.add("%s has the type %s, but {body.%s} has %s", attribute, p.kind, only.name, from.kind)
			}
			return c.stored(from, c.reference(only), "    ")
		}
	}
	switch p.kind {
	case stringKind, binaryKind:
	case numberKind:
		parts, _ := v.parts()
		if text, ok := v.fixed(); ok && !number.MatchString(text) {
			c.add("%s is a number, but its value is %q", attribute, v)
		} else if len(parts) > 1 && !c.negative(parts) {
			c.add("%s is a number, but its value %q is a text of several parts", attribute, v)
		}
	case boolKind:
		if v != "true" && v != "false" {
			c.add("%s is a boolean: its value must be true, false or a property of the body, not %q", attribute, v)
		}
		return `{"BOOL": ` + string(v) + `}`
	default:
		c.add("%s has the type %s: its value must be a property of the body, not %q", attribute, p.kind, v)
	}
	return `{"` + string(p.kind) + `": "` + c.quoted(v) + `"}`
}

// valued is the typed value of an attribute that is set to it or compared for equality. A text of the declaration is
// one that the schema allows: another one would find nothing, or be stored against the schema.
func (c *compiler) valued(attribute string, v Value) string {
	if p := c.schema.member(attribute); p != nil && p.kind == stringKind {
		text, ok := v.fixed()
		if allowed, limited := p.schema.get("enum").([]any); ok && limited && !slices.Contains(allowed, any(text)) {
			var names []string
			for _, a := range allowed {
				names = append(names, fmt.Sprint(a))
			}
			c.add("%s has the value %q, but %s allows only %s", attribute, v, c.of.Schema, strings.Join(names, ", "))
		}
	}
	return c.typed(attribute, v)
}

// negative reports whether a value is a number of the body with another sign: "-{body.amount}".
func (c *compiler) negative(parts []part) bool {
	if len(parts) != 2 || parts[0] != (part{name: "-"}) || parts[1].source != bodySource {
		return false
	}
	m := c.body.member(parts[1].name)
	return m != nil && m.kind == numberKind
}

// keyAttributes are those of the table and of all its indexes.
func (c *compiler) keyAttributes() []KeyAttribute {
	all := slices.Clone(c.table.Keys)
	for _, name := range sortedKeys(c.table.Indexes) {
		all = append(all, c.table.Indexes[name]...)
	}
	return all
}

// whenSent is the condition that a value that may be missing is there.
func (c *compiler) whenSent(v Value) string {
	if p, ok := v.only(); ok && v.optional() {
		return c.reference(p) + ` != ""`
	}
	return ""
}
