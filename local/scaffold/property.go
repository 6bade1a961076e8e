package scaffold

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Property is a property of an item.
type Property struct {
	Name     string
	Kind     string // one of Kinds
	Required bool
}

// propertyKind is how a kind of property stands in a schema, with two values of it that a test sends.
type propertyKind struct {
	schema       string
	first, other string // as Go code
}

var kinds = map[string]propertyKind{
	"string":  {`{"type": "string", "maxLength": 1000}`, `"it's \"quoted\" & $new"`, `"another"`},
	"integer": {`{"type": "integer"}`, `7.0`, `-8.0`},
	"number":  {`{"type": "number"}`, `9.25`, `0.5`},
	"boolean": {`{"type": "boolean"}`, `true`, `false`},
	"list":    {`{"type": "array", "maxItems": 100, "items": {"type": "string"}}`, `[]any{"b", "a"}`, `[]any{}`},
	"set":     {`{"type": "array", "uniqueItems": true, "maxItems": 100, "x-dynamodb": "set", "items": {"type": "string", "minLength": 1}}`, `[]any{"one"}`, `[]any{"another"}`},
}

// Kinds are the kinds of properties.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

// ParseProperty reads a property as people write it: "title:string", with an exclamation mark behind it if
// every item must have it.
func ParseProperty(text string) (Property, error) {
	name, kind, typed := strings.Cut(text, ":")
	kind, required := strings.CutSuffix(strings.TrimSpace(kind), "!")
	p := Property{Name: strings.TrimSpace(name), Kind: kind, Required: required}
	if _, ok := kinds[kind]; !typed || !ok {
		return p, fmt.Errorf("the property %q must be NAME:TYPE, followed by ! if every item has it; a type is one of %s", text, strings.Join(Kinds(), ", "))
	}
	if !attributeName.MatchString(p.Name) {
		return p, fmt.Errorf("the property %q must be letters, digits, dots, dashes and underscores, and begin with a letter or an underscore", p.Name)
	}
	return p, nil
}

// schema is the JSON schema of an item.
func (r Resource) schema() string {
	var required, properties []string
	for _, k := range r.Key {
		properties = append(properties, fmt.Sprintf("    %q: {\"type\": \"string\"}", k))
	}
	for _, p := range r.Properties {
		properties = append(properties, fmt.Sprintf("    %q: %s", p.Name, kinds[p.Kind].schema))
		if p.Required {
			required = append(required, fmt.Sprintf("%q", p.Name))
		}
	}
	text := "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n" + fmt.Sprintf("  \"title\": %q,\n", r.title()) + "  \"type\": \"object\",\n"
	if required != nil {
		text += "  \"required\": [" + strings.Join(required, ", ") + "],\n"
	}
	return text + "  \"properties\": {\n" + strings.Join(properties, ",\n") + "\n  }\n}\n"
}
