// Package itemtest makes item schemas, declared endpoints and hostile values at random, for tests that
// prove what the generated templates do with them.
package itemtest

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
)

// Property is a property of a random schema.
type Property struct {
	Name     string
	Kind     string // a JSON type, "set" or "binary"
	Required bool
	Nullable bool
	Key      bool        // in the key of a table or an index: never empty
	Managed  bool        // the templates give it its value
	Members  []*Property // of an object
	Items    *Property   // of an array or a set
}

// names are property names that mean something elsewhere: to Velocity, to Java, to DynamoDB, or to the
// templates themselves.
var names = []string{
	"title", "status", "size", "class", "empty", "end", "set", "if", "foreach", "stop", "else", "name", "values", "get", "length", "keySet",
	"S", "N", "L", "M", "BOOL", "NULL", "SS", "item", "items", "body", "input", "util", "context", "comma", "sep", "limit", "cursor", "last",
	"now", "expires", "version", "match", "a.b", "a-b", "a_b", "_x", "__type", "Item", "TableName", "Key", "line", "lines", "one", "add", "delete", "count", "next", "x1", "endTime", "ifMatch",
	"hash", "bytes", "declaringClass", "null", "true", "false", "table", "id", "date", "user",
}

// Object makes a random object. Its members have no name of those that are taken.
func Object(r *rand.Rand, depth int, taken ...string) *Property {
	p := &Property{Kind: "object"}
	for range 1 + r.IntN(6) {
		name := names[r.IntN(len(names))]
		if slices.Contains(taken, name) {
			continue
		}
		taken = append(taken, name)
		m := random(r, depth-1)
		m.Name, m.Required = name, r.IntN(2) == 0
		p.Members = append(p.Members, m)
	}
	if len(p.Members) == 0 {
		p.Members = append(p.Members, &Property{Name: "only", Kind: "string"})
	}
	return p
}

func random(r *rand.Rand, depth int) *Property {
	kinds := []string{"string", "string", "number", "integer", "boolean", "binary", "set", "null"}
	if depth > 0 {
		kinds = append(kinds, "object", "array", "array")
	}
	p := &Property{Kind: kinds[r.IntN(len(kinds))], Nullable: r.IntN(5) == 0}
	switch p.Kind {
	case "object":
		p.Members = Object(r, depth).Members
	case "array":
		p.Items = random(r, depth-1)
	case "set":
		p.Items = &Property{Kind: []string{"string", "number", "integer"}[r.IntN(3)]}
	case "null":
		p.Nullable = false
	}
	return p
}

// Member finds a property by its name.
func (p *Property) Member(name string) *Property {
	for _, m := range p.Members {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Schema is the property's JSON schema.
func (p *Property) Schema() string {
	s := p.schema()
	s["$schema"] = "http://json-schema.org/draft-04/schema#"
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (p *Property) schema() map[string]any {
	s := map[string]any{}
	name := p.Kind
	switch p.Kind {
	case "set":
		name, s["x-dynamodb"] = "array", "set"
		s["items"] = p.Items.schema()
	case "binary":
		name, s["x-dynamodb"] = "string", "binary"
	case "array":
		s["items"] = p.Items.schema()
	case "object":
		properties, required := map[string]any{}, []string{}
		for _, m := range p.Members {
			properties[m.Name] = m.schema()
			if m.Required {
				required = append(required, m.Name)
			}
		}
		s["properties"] = properties
		if len(required) > 0 {
			s["required"] = required
		}
	}
	s["type"] = name
	if p.Nullable {
		s["type"] = []string{name, "null"}
	}
	return s
}
