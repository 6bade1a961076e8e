package item

// Storing: JSON of the body becomes DynamoDB's typed values.

// entry is a member of a JSON object that is rendered if its test holds.
type entry struct {
	text string // `"name": value`
	test string // a condition of Velocity, empty for always
}

// object renders the members of a JSON object between its braces. The ones that are always there come
// first, so that every other one brings its comma; without any, a variable knows whether a comma is
// due.
func (c *compiler) object(entries []entry, indent string) string {
	text, always := "", false
	for _, e := range entries {
		if e.test != "" {
			continue
		}
		if always {
			text += ","
		}
		text += "\n" + indent + e.text
		always = true
	}
	if !always {
		text += "\n" + indent + `#set($comma = "")`
	}
	for _, e := range entries {
		switch {
		case e.test == "":
		case always:
			text += "\n" + indent + "#if(" + e.test + ")," + e.text + "#end"
		default:
			text += "\n" + indent + "#if(" + e.test + ")$comma" + e.text + `#set($comma = ",")#end`
		}
	}
	return text
}

// sent is the condition that a reference to a part of the body is a value of the property's kind, and
// not null. Only a string has a length, and 0 for the empty one; everything else differs from "",
// which is what does not exist. An empty set is not an attribute.
func (p *property) sent(ref string) string {
	switch {
	case p.kind == stringKind || p.kind == binaryKind:
		return ref + ".length() >= 0"
	case p.kind.isSet():
		return ref + ".size() > 0"
	default:
		return ref + ` != ""`
	}
}

// stored is the typed value of a reference to a part of the body that was sent.
func (c *compiler) stored(p *property, ref, indent string) string {
	value := c.storedValue(p, ref, indent)
	if p.nullable {
		return "#if(" + p.sent(ref) + ")" + value + `#{else}{"NULL": true}#end`
	}
	return value
}

func (c *compiler) storedValue(p *property, ref, indent string) string {
	switch p.kind {
	case numberKind:
		return `{"N": "` + ref + `"}`
	case boolKind:
		return `{"BOOL": ` + ref + `}`
	case nullKind:
		return `{"NULL": true}`
	case objectKind:
		inner := indent + "  "
		return `{"M": {` + c.object(c.storedMembers(p.members, ref, inner), inner) + "\n" + indent + "}}"
	case listKind:
		return `{"L": ` + c.loop(p, ref, indent, func(one, indent string) string { return c.stored(p.items, one, indent) }) + `}`
	case stringSetKind, numberSetKind:
		return `{"` + string(p.kind) + `": ` + c.loop(p, ref, indent, func(one, _ string) string {
			if p.kind == numberSetKind {
				return `"` + one + `"`
			}
			return `"` + escaped(one) + `"`
		}) + `}`
	default:
		return `{"` + string(p.kind) + `": ` + c.text(ref) + `}`
	}
}

// storedMembers are the attributes of an item or a map.
func (c *compiler) storedMembers(members []*property, ref, indent string) []entry {
	var entries []entry
	for _, m := range members {
		inner := dot(ref, m.name)
		e := entry{text: `"` + m.name + `": ` + c.stored(m, inner, indent)}
		switch {
		case m.required && !m.kind.isSet():
		case m.nullable && !m.kind.isSet(), m.kind == nullKind:
			e.test = ref + `.containsKey("` + m.name + `")`
		default:
			e.test = m.sent(inner)
			e.text = `"` + m.name + `": ` + c.storedValue(m, inner, indent)
		}
		entries = append(entries, e)
	}
	return entries
}

// loop renders a JSON array. The comma comes before every element but the first: a loop that API
// Gateway cuts off at 1,000 still says hasNext (VTL-034).
func (c *compiler) loop(p *property, ref, indent string, element func(ref, indent string) string) string {
	one := c.loopVariable(p.name)
	defer delete(c.taken, one[1:])
	head := "#foreach(" + one + " in " + ref + ")"
	comma := "#if($foreach.index > 0),#end"
	if p.items.kind != objectKind {
		text := element(one, indent)
		if text == "null" {
			text = " null " // #endnull would be a word
		}
		return "[" + head + comma + text + "#end]"
	}
	return "[\n" + indent + head + "\n" + indent + "  " + comma + element(one, indent+"  ") + "\n" + indent + "#end\n" + indent + "]"
}
