package item

import (
	"bytes"
	"encoding/json"
	"slices"
)

// draft4 is the JSON schema that API Gateway validates with
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html).
const draft4 = "http://json-schema.org/draft-04/schema#"

// maxItems is how often API Gateway repeats a #foreach: what follows would be lost (VTL-034).
const maxItems = 1000

// base64Pattern is what DynamoDB takes for a binary value; it answers anything else with a
// SerializationException, which says nothing to a client.
const base64Pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"

// bodyModel is the model of a body that holds the properties of the item that are given. A patch
// requires none of them, but at least one, and takes null for those that can be removed.
func (c *compiler) bodyModel(properties []*property, patch bool) string {
	described := c.bodySchema(properties, patch, (*property).model)
	described.delete("description") // of how the file is made
	c.out.Description.Body = indentJSON(described)
	return indentJSON(c.bodySchema(properties, patch, (*property).plainModel))
}

func (c *compiler) bodySchema(properties []*property, patch bool, model func(*property) *object) *object {
	m := newObject()
	m.set("$schema", draft4)
	m.set("title", c.schema.schema.get("title"))
	if c.schema.schema.text("title") == "" {
		m.set("title", c.name)
	}
	m.set("description", c.madeFrom())
	m.set("type", "object")
	var required []any
	members := newObject()
	for _, p := range properties {
		if p.required && !patch {
			required = append(required, p.name)
		}
		s := model(p)
		if patch && c.removable(p) {
			allowNull(s)
		}
		members.set(p.name, s)
	}
	if len(required) > 0 {
		m.set("required", required)
	}
	if patch && !c.alwaysChanges {
		m.set("minProperties", 1)
	}
	m.set("additionalProperties", false)
	m.set("properties", members)
	return m
}

func indentJSON(value any) string {
	text, err := marshal(value)
	if err != nil {
		panic(err) // strings, numbers, lists and objects of them always marshal
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		panic(err)
	}
	return out.String() + "\n"
}

// model is the property's schema without our annotation, and with what the templates rely on.
func (p *property) model() *object { return p.modelOf((*property).model) }

// plainModel is the model as API Gateway has it, without examples.
func (p *property) plainModel() *object {
	s := p.modelOf((*property).plainModel)
	s.delete(exampleKeyword)
	return s
}

func (p *property) modelOf(inner func(*property) *object) *object {
	s := p.schema.clone()
	s.delete(annotation)
	s.delete("$schema")
	s.delete("default") // API Gateway fills nothing in
	switch {
	case p.kind == binaryKind && !s.has("pattern"):
		s.set("pattern", base64Pattern)
	case p.kind == objectKind:
		s.set("additionalProperties", false)
		members := newObject()
		for _, m := range p.members {
			members.set(m.name, inner(m))
		}
		s.set("properties", members)
	case p.items != nil:
		if p.kind.isSet() {
			s.set("uniqueItems", true)
		}
		if !s.has("maxItems") {
			s.set("maxItems", maxItems)
		}
		items := inner(p.items)
		if p.items.kind.isSet() && !items.has("minItems") {
			items.set("minItems", 1) // an empty set is not an attribute, and an element has to be something
		}
		s.set("items", items)
	}
	return s
}

func allowNull(s *object) {
	types, isList := s.get("type").([]any)
	if !isList {
		types = []any{s.get("type")}
	}
	if slices.Contains(types, any("null")) {
		return
	}
	s.set("type", append(slices.Clone(types), "null"))
	if values, ok := s.get("enum").([]any); ok {
		s.set("enum", append(slices.Clone(values), nil))
	}
}
