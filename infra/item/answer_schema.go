package item

import (
	"bytes"
	"encoding/json"
)

// Answers are described by JSON schemas of what the templates always write: an attribute of an item may be
// missing in DynamoDB, so that only keys and sets are sure to be in an answer.

// exampleKeyword is the keyword of a schema whose value OpenAPI documents show. Models do not have it.
const exampleKeyword = "example"

// descriptive are the keywords that still hold for what is answered. The others bound what a request may
// bring, and an item may have grown since.
var descriptive = []string{"title", "description", "type", "format", "enum", exampleKeyword}

// answer is the property's schema in answers.
func (p *property) answer() *object {
	s := newObject()
	for _, keyword := range descriptive {
		if p.schema.has(keyword) {
			s.set(keyword, p.schema.get(keyword))
		}
	}
	switch {
	case p.kind == binaryKind:
		s.set("contentEncoding", "base64")
	case p.kind == objectKind:
		members, required := newObject(), []any{}
		for _, m := range p.members {
			members.set(m.name, m.answer())
			if m.required {
				required = append(required, m.name)
			}
		}
		s.set("properties", members)
		setRequired(s, required)
	case p.items != nil:
		s.set("items", p.items.answer())
		if p.kind.isSet() {
			s.set("uniqueItems", true)
		}
	}
	return s
}

// itemSchema is the schema of an item as it is answered.
func (c *compiler) itemSchema(a Answer) *object {
	s, members, required := newObject(), newObject(), []any{}
	if title := c.schema.schema.text("title"); title != "" {
		s.set("title", title)
	}
	s.set("type", "object")
	for _, f := range c.fields(a) {
		members.set(f.as, f.property.answer())
		if c.isKey(f.property.name) || f.property.alwaysThere() {
			required = append(required, f.as)
		}
	}
	s.set("properties", members)
	setRequired(s, required)
	return s
}

// pageSchema is the schema of an answer with several items: a member for them, and the cursor of the next page
// where there are pages.
func pageSchema(name string, items *object, pages bool) *object {
	s, members := newObject(), newObject()
	s.set("type", "object")
	members.set(name, items)
	if pages {
		next := newObject()
		next.set("description", "The cursor of the next page; the last page has none")
		next.set("type", "string")
		members.set("next", next)
	}
	s.set("properties", members)
	setRequired(s, []any{name})
	return s
}

func arrayOf(items *object) *object {
	s := newObject()
	s.set("type", "array")
	s.set("items", items)
	return s
}

func typed(name string) *object {
	s := newObject()
	s.set("type", name)
	return s
}

func setRequired(s *object, names []any) {
	if len(names) > 0 {
		s.set("required", names)
	}
}

// constantSchema is the schema of a JSON text that is always the same: its types, and the text as an example.
func constantSchema(text string) *object {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	value, err := decodeOrdered(decoder)
	if err != nil {
		return newObject() // answerPlain reports it
	}
	return schemaOf(value)
}

func schemaOf(value any) *object {
	switch v := value.(type) {
	case *object:
		s, members, required := typed("object"), newObject(), []any{}
		for _, key := range v.keys {
			members.set(key, schemaOf(v.get(key)))
			required = append(required, key)
		}
		if len(required) > 0 {
			s.set("properties", members)
		}
		setRequired(s, required)
		return s
	case []any:
		if len(v) == 0 {
			return typed("array")
		}
		return arrayOf(schemaOf(v[0]))
	case string:
		s := typed("string")
		s.set(exampleKeyword, v)
		return s
	case json.Number:
		s := typed("number")
		s.set(exampleKeyword, v)
		return s
	case bool:
		return typed("boolean")
	default:
		return typed("null")
	}
}
