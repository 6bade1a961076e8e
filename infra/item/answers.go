package item

import (
	"encoding/json"
	"slices"
	"strings"
)

// Answer is what an endpoint answers with when it succeeds. Its zero value is the operation's own:
// the item, the list, or nothing.
type Answer struct {
	kind     answerKind
	status   int
	fields   []string
	constant string
	url      string // the attribute that a redirect goes to
}

type answerKind int

const (
	standard answerKind = iota
	itemAnswer
	fieldsAnswer
	constantAnswer
	emptyAnswer
	createdAnswer
	redirectAnswer
)

// Item answers with the whole item, where that is not what an operation does by itself.
func Item() Answer { return Answer{kind: itemAnswer} }

// Fields answers with these attributes alone. "total as sum" gives one another name.
func Fields(names ...string) Answer { return Answer{kind: fieldsAnswer, fields: names} }

// Constant answers with a status and a JSON text.
func Constant(status int, text string) Answer {
	return Answer{kind: constantAnswer, status: status, constant: text}
}

// NoContent answers with the status 204 and no body.
func NoContent() Answer { return Answer{kind: emptyAnswer, status: 204} }

// Created answers with the status 201, with the Location of the new item, and with those of its key
// attributes that API Gateway made, such as {"id": "{requestId}"}. The Location is the path of the request,
// followed by the values of the item's key that are not in it.
func Created() Answer { return Answer{kind: createdAnswer, status: 201} }

// Redirect answers with a status from 301 to 308 and the URL that an attribute of the item holds. A value that is not
// an http or https URL is answered with 502.
func Redirect(status int, attribute string) Answer {
	return Answer{kind: redirectAnswer, status: status, url: attribute}
}

const noBody = "## A 204 has no body. Without a template API Gateway would hand DynamoDB's answer through.\n"

// field is a property of an answer under its name there.
type field struct {
	property *property
	as       string
}

// fields are the properties that are answered, all of them unless the answer says which.
func (c *compiler) fields(a Answer) []field {
	var fields []field
	if a.kind != fieldsAnswer {
		for _, m := range c.schema.members {
			fields = append(fields, field{m, m.name})
		}
		return fields
	}
	for _, text := range a.fields {
		name, as, renamed := strings.Cut(text, " as ")
		if !renamed {
			as = name
		}
		m := c.schema.member(name)
		if m == nil {
			c.add("the answer has the field %q, but %s has only %s", name, c.of.Schema, c.schema.memberNames())
			continue
		}
		if !propertyName.MatchString(as) {
			c.add("the answer's field %q must be letters, digits, dots, dashes and underscores", as)
		}
		fields = append(fields, field{m, as})
	}
	return fields
}

// item is the JSON of an item that a reference names.
func (c *compiler) item(a Answer, ref, indent string) string {
	var entries []entry
	for _, f := range c.fields(a) {
		renamed := *f.property
		renamed.name = f.as
		inner := dot(ref, f.property.name)
		e := entry{text: `"` + f.as + `": ` + c.answered(f.property, inner, indent+"  ", !c.isKey(f.property.name))}
		if !c.isKey(f.property.name) && !f.property.alwaysThere() {
			e.test = f.property.is(inner)
		}
		entries = append(entries, e)
	}
	return "{" + c.object(entries, indent+"  ") + "\n" + indent + "}"
}

// alwaysThere reports whether the property is answered in any case: DynamoDB has no empty set, so that a
// required one that is not there is empty.
func (p *property) alwaysThere() bool { return p.required && p.kind.isSet() && !p.nullable }

// projection asks DynamoDB only for the attributes that are answered, and those that are needed besides.
func (c *compiler) projection(x *expressions, a Answer, needed ...string) []entry {
	if a.kind != fieldsAnswer && a.kind != redirectAnswer {
		return nil
	}
	var names []string
	if a.kind == redirectAnswer {
		names = append(names, x.name(a.url, ""))
	} else {
		for _, f := range c.fields(a) {
			if n := x.name(f.property.name, ""); !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	for _, name := range needed {
		if name == "" {
			continue
		}
		if n := x.name(name, ""); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return []entry{{text: `"ProjectionExpression": "` + strings.Join(names, ", ") + `"`}}
}

// answerItem answers with the item that is a member of DynamoDB's answer, or with 404 if a message
// says so. tag says how it names the item's version.
func (c *compiler) answerItem(a Answer, status int, member, missing string, tag tagging) {
	r := Response{Status: status}
	if a.status != 0 {
		r.Status = a.status
	}
	text := ""
	c.documents["$item"] = "$." + member
	r.Schema = indentJSON(c.itemSchema(a))
	switch a.kind {
	case redirectAnswer:
		text += c.redirect(a)
		r.Schema, r.Headers = indentJSON(typed("object")), []string{"Location"}
		r.Overrides = append(r.Overrides, 502)
	default:
		text += c.item(a, "$item", "") + "\n"
		switch {
		case c.of.Version == "" || tag == untagged:
		case tag == storedTag:
			text = c.unchanged(text)
			r.Overrides, r.Headers = append(r.Overrides, 304), []string{"ETag"}
		default:
			r.Headers = []string{"ETag"}
			text = c.newTag() + text
		}
	}
	head := "#set($item = $input.path('$." + member + "'))\n"
	if missing != "" {
		r.Overrides = append(r.Overrides, 404)
		head += c.nowInAnswer()
		text = "#if(" + c.missing("$item") + ")\n" + failure(404, missing) + "#else\n" + text + "#end\n"
	}
	slices.Sort(r.Overrides)
	c.respond(r, "response", head+text)
}

// tagging says which version an answer names as ETag.
type tagging int

const (
	untagged  tagging = iota
	newTag            // the one that the request has stored
	storedTag         // the item's, where the client does not have it already
)

func (c *compiler) redirect(a Answer) string {
	if p := c.schema.member(a.url); p == nil || p.kind != stringKind {
		c.add("the redirect needs a string among the properties of %s, not %q", c.of.Schema, a.url)
	}
	if a.status < 301 || a.status > 308 {
		c.add("the redirect's status is %d: it must be from 301 to 308", a.status)
	}
	return "#set($url = " + dot("$item", a.url) + ".S)\n" +
		"#if($url != \"\" && $url.matches(\"https?://[!-~]+\"))\n" +
		"#set($context.responseOverride.header.Location = $url)\n" +
		"{}\n#else\n" + failure(502, "What is stored is not a URL") + "#end\n"
}

// answerPlain answers with a body that does not depend on DynamoDB's answer. tag are the statements that name the
// version that was stored.
func (c *compiler) answerPlain(a Answer, own Key, tag string) {
	r := Response{Status: a.status}
	if tag != "" {
		r.Headers = []string{"ETag"}
	}
	switch a.kind {
	case constantAnswer:
		if !json.Valid([]byte(a.constant)) {
			c.add("the answer's constant %q is not JSON", a.constant)
		}
		r.Schema = indentJSON(constantSchema(a.constant))
		c.respond(r, "response", tag+verbatim(a.constant)+"\n")
	case createdAnswer:
		text, made := c.created(own)
		r.Schema, r.Headers = indentJSON(made), append(r.Headers, "Location")
		c.respond(r, "response", tag+text)
	case emptyAnswer:
		c.respond(r, "response", noBody+tag)
	default:
		answers := "a Constant, NoContent() or Created()"
		switch c.Operation.(type) {
		case Delete:
			answers = "Item(), Fields(), a Constant or NoContent()"
		case Mock:
			answers = "a Constant or NoContent()"
		}
		c.add("%T answers with %s", c.Operation, answers)
	}
}
