package item

import (
	"net/url"
	"slices"
	"strings"
)

// A new item is below the path that was asked: its Location ends in those values of its key that the path
// does not have. A header or a query string of the Type's Key comes with every request for such an item, so
// that the header is in no Location, and the query string is the Location's.

// locate sets the Location of a new item in the request template, if it takes something that only the
// request has: a response template does not see the body. Both templates write the same overrides (GW-052).
func (c *compiler) locate(a Answer, own Key) {
	if a.kind != createdAnswer || !slices.ContainsFunc(c.locating(own), part.clients) {
		return
	}
	c.head = append(c.head, "## The item's path is below the one that was asked, and this template alone sees what the client sent.\n")
	statements, location := c.location(own)
	c.head = append(c.head, statements+setLocation(location))
	c.located = true
}

func setLocation(location string) string {
	return `#set($context.responseOverride.header.Location = "` + location + "\")\n"
}

// clients reports whether the placeholder is the client's, and not API Gateway's.
func (p part) clients() bool {
	return p.source == bodySource || p.source == querySource || p.source == headerSource
}

// made are the parts of a key attribute's value that are not in the path of the request: those from the first
// to the last placeholder whose value comes from elsewhere. What is around them is the same for each request.
func (c *compiler) made(attribute string, own Key) []part {
	parts, _ := c.key(attribute, own).parts()
	_, mine := own[attribute]
	known := func(p part) bool {
		switch p.source {
		case literalSource, pathSource, claimSource:
			return true
		case headerSource, querySource:
			return !mine
		}
		return false
	}
	for len(parts) > 0 && known(parts[0]) {
		parts = parts[1:]
	}
	for len(parts) > 0 && known(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// always are the query strings that the Type's Key takes from every request.
func (c *compiler) always(own Key) []part {
	var all []part
	for _, k := range c.table.Keys {
		if _, mine := own[k.Name]; mine {
			continue
		}
		parts, _ := c.key(k.Name, own).parts()
		for _, p := range parts {
			if p.source == querySource && !slices.ContainsFunc(all, func(o part) bool { return o.name == p.name }) {
				all = append(all, p)
			}
		}
	}
	return all
}

// locating are the parts of a new item's Location.
func (c *compiler) locating(own Key) []part {
	all := c.always(own)
	for _, k := range c.table.Keys {
		all = append(all, c.made(k.Name, own)...)
	}
	return all
}

// location is the URL of a new item, and the statements that encode its parts.
func (c *compiler) location(own Key) (statements, location string) {
	location = "$context.path"
	encode := func(parts []part) string {
		text := ""
		for i, p := range parts {
			if p.source == literalSource {
				text += inPath(p.name)
				continue
			}
			name, encoded := c.encoded(p)
			statements += "#set(" + name + " = " + encoded + ")\n"
			if i+1 < len(parts) {
				name = formal(name)
			}
			text += name
		}
		return text
	}
	for _, k := range c.table.Keys {
		if parts := c.made(k.Name, own); len(parts) > 0 {
			location += "/" + encode(parts)
		}
	}
	for i, p := range c.always(own) {
		location += map[bool]string{true: "?", false: "&"}[i == 0] + inPath(p.name) + "=" + encode([]part{p})
	}
	return statements, location
}

// inPath is a constant in a URL, in the form that $util.urlEncode gives to values.
func inPath(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// encoded is a variable for a value in a URL, and how it is encoded. $util.urlEncode writes a space as "+", as
// forms have it; in a path that is a plus. What API Gateway makes has no space.
func (c *compiler) encoded(p part) (name, encoded string) {
	ref := c.reference(p)
	if !p.clients() {
		return c.variable("id", "new"), "$util.urlEncode(" + quotedReference(ref) + ")"
	}
	if m := c.body.member(p.name); p.source == bodySource && m != nil && m.kind == numberKind {
		ref = quotedReference(ref)
	}
	return c.variable(p.name+"-in-url", "new"), `$util.urlEncode(` + ref + `).replaceAll("[+]", "%20")`
}

// created is the Location of a new item, unless the request template says it, and what its key has got, with
// the schema of the latter.
func (c *compiler) created(own Key) (string, *object) {
	schema, members, required := typed("object"), newObject(), []any{}
	var entries []entry
	for _, k := range c.table.Keys {
		v, made := c.key(k.Name, own), c.made(k.Name, own)
		_, alone := v.only()
		if len(made) == 0 || slices.ContainsFunc(made, part.clients) || !alone && c.schema.member(k.Name) == nil {
			continue
		}
		if parts, _ := v.parts(); slices.ContainsFunc(parts, func(p part) bool { return p.source == pathSource || p.clients() }) {
			continue
		}
		value := c.quoted(v)
		if k.kind() != numberKind {
			value = `"` + value + `"`
		}
		entries = append(entries, entry{text: `"` + k.Name + `": ` + value})
		members.set(k.Name, typed(map[bool]string{true: "number", false: "string"}[k.kind() == numberKind]))
		required = append(required, k.Name)
	}
	text := ""
	if !c.located {
		statements, location := c.location(own)
		text = statements + setLocation(location)
	}
	if len(entries) == 0 {
		return text + "{}\n", schema
	}
	schema.set("properties", members)
	setRequired(schema, required)
	return text + "{" + c.object(entries, "  ") + "\n}\n", schema
}

// quotedReference is the text of something that may be a number.
func quotedReference(ref string) string { return `"` + ref + `"` }
