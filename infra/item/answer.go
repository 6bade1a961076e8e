package item

// Answering: DynamoDB's typed values become JSON.

// is is the condition that a typed value has the property's type; it also holds for a null that the
// property may have. Like sent, it is false for what does not exist.
func (p *property) is(ref string) string {
	test := p.holds(ref)
	if p.nullable {
		return test + " || " + ref + `.NULL != ""`
	}
	return test
}

func (p *property) holds(ref string) string {
	value := ref + "." + string(p.kind)
	if p.kind == stringKind || p.kind == binaryKind {
		return value + ".length() >= 0"
	}
	return value + ` != ""`
}

// answered is the JSON of a typed value. sure tells that the value has the property's type.
func (c *compiler) answered(p *property, ref, indent string, sure bool) string {
	value := c.answeredValue(p, ref, indent)
	guard := p.nullable || !sure && (p.kind == numberKind || p.kind == boolKind)
	if guard {
		return "#if(" + p.holds(ref) + ")" + value + "#{else}null#end"
	}
	return value
}

func (c *compiler) answeredValue(p *property, ref, indent string) string {
	value := ref + "." + string(p.kind)
	switch p.kind {
	case numberKind, boolKind:
		return value
	case nullKind:
		return "null"
	case objectKind:
		inner := indent + "  "
		return "{" + c.object(c.answeredMembers(p.members, value, inner, false), inner) + "\n" + indent + "}"
	case listKind:
		return c.loop(p, value, indent, func(one, indent string) string { return c.answered(p.items, one, indent, false) })
	case stringSetKind:
		return c.loop(p, value, indent, func(one, _ string) string { return `"` + escaped(one) + `"` })
	case numberSetKind:
		return c.loop(p, value, indent, func(one, _ string) string { return one })
	default:
		return c.text(value)
	}
}

// answeredMembers are the properties of an item or a map. In an item only key attributes are sure to
// be there; in a map that the API stored, those that the schema requires.
func (c *compiler) answeredMembers(members []*property, ref, indent string, item bool) []entry {
	var entries []entry
	for _, m := range members {
		inner := dot(ref, m.name)
		key := item && c.isKey(m.name)
		if key || !item && m.required {
			entries = append(entries, entry{text: `"` + m.name + `": ` + c.answered(m, inner, indent, false)})
			continue
		}
		entries = append(entries, entry{text: `"` + m.name + `": ` + c.answered(m, inner, indent, true), test: m.is(inner)})
	}
	return entries
}

// isKey reports whether an attribute is in the key of every item that the operation answers with.
func (c *compiler) isKey(name string) bool {
	return hasKey(c.table.Keys, name) || c.out.Index != "" && hasKey(c.table.Indexes[c.out.Index], name)
}
