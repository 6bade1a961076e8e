package openapi

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// exampleKeyword is the keyword of a property's schema with a value that documents show.
const exampleKeyword = "example"

// example is a value of the schema, nil where none can be derived: a required string with a pattern, say, whose
// schema has no example.
func example(schema any) any {
	s, ok := schema.(map[string]any)
	if !ok {
		return nil
	}
	if value, ok := s[exampleKeyword]; ok {
		return value
	}
	if values, ok := s["enum"].([]any); ok && len(values) > 0 {
		return values[0]
	}
	if value, ok := s["default"]; ok {
		return value
	}
	for _, keyword := range []string{"$ref", "allOf", "anyOf", "oneOf", "not", "pattern", "format", "multipleOf", "prefixItems"} {
		if _, ok := s[keyword]; ok {
			return nil
		}
	}
	switch typeOf(s) {
	case "object":
		return objectExample(s)
	case "array":
		return arrayExample(s)
	case "string":
		return stringExample(s)
	case "number", "integer":
		return numberExample(s)
	case "boolean":
		return true
	}
	return nil
}

// typeOf is the schema's first type besides null.
func typeOf(s map[string]any) string {
	switch t := s["type"].(type) {
	case string:
		return t
	case []any:
		for _, one := range t {
			if name, _ := one.(string); name != "null" {
				return name
			}
		}
	}
	return ""
}

// objectExample has every required property, and of the others as many as the object may have.
func objectExample(s map[string]any) any {
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	value, further := map[string]any{}, []string{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if !slices.Contains(required, any(name)) {
			further = append(further, name)
		} else if value[name] = example(properties[name]); value[name] == nil {
			return nil
		}
	}
	_, bounded := s["maxProperties"]
	for _, name := range further {
		if bounded && len(value) >= integer(s["maxProperties"]) {
			break
		}
		if one := example(properties[name]); one != nil {
			value[name] = one
		}
	}
	if len(value) < integer(s["minProperties"]) || bounded && len(value) > integer(s["maxProperties"]) {
		return nil
	}
	return value
}

func arrayExample(s map[string]any) any {
	least := integer(s["minItems"])
	if least > 1 {
		return nil
	}
	if most, bounded := s["maxItems"]; !bounded || integer(most) > 0 {
		if one := example(s["items"]); one != nil {
			return []any{one}
		}
	}
	if least > 0 {
		return nil
	}
	return []any{}
}

func stringExample(s map[string]any) any {
	text := "text"
	if most, bounded := s["maxLength"]; bounded && integer(most) < len(text) {
		text = text[:max(integer(most), 0)]
	}
	for len(text) < min(integer(s["minLength"]), 100) {
		text += "."
	}
	if len(text) < integer(s["minLength"]) {
		return nil
	}
	return text
}

func numberExample(s map[string]any) any {
	for _, bound := range []string{"minimum", "maximum"} {
		if value, ok := s[bound]; ok {
			return value
		}
	}
	if s["exclusiveMinimum"] != nil || s["exclusiveMaximum"] != nil {
		return nil
	}
	return json.Number("1")
}

// integer is a number of a schema, 0 without one.
func integer(value any) int {
	number, _ := value.(json.Number)
	n, _ := strconv.Atoi(number.String())
	return n
}

// withoutExamples is the schema without our keyword.
func withoutExamples(schema any) any {
	s, ok := schema.(map[string]any)
	if !ok {
		return schema
	}
	s = maps.Clone(s)
	delete(s, exampleKeyword)
	for keyword, value := range s {
		switch v := value.(type) {
		case map[string]any:
			if slices.Contains(mapKeywords, keyword) {
				s[keyword] = mapped(v, withoutExamples)
			} else if slices.Contains(schemaKeywords, keyword) {
				s[keyword] = withoutExamples(v)
			}
		case []any:
			if slices.Contains(listKeywords, keyword) {
				all := make([]any, len(v))
				for i, one := range v {
					all[i] = withoutExamples(one)
				}
				s[keyword] = all
			}
		}
	}
	return s
}
