package openapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// parse reads a schema of draft 4 and returns it as one of draft 2020-12, which OpenAPI 3.1 has. References
// within it begin at base, where the document has the schema.
func parse(text, base string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var schema any
	if err := decoder.Decode(&schema); err != nil {
		return nil, fmt.Errorf("its schema is not JSON: %w", err)
	}
	return modern(schema, base), nil
}

// modern returns a schema of draft 4 as one of draft 2020-12
// (https://json-schema.org/draft/2020-12/release-notes).
func modern(schema any, base string) any {
	old, ok := schema.(map[string]any)
	if !ok {
		return schema
	}
	s := maps.Clone(old)
	delete(s, "$schema")
	delete(s, "id")
	if ref, ok := s["$ref"].(string); ok && strings.HasPrefix(ref, "#") {
		s["$ref"] = base + strings.Replace(ref[1:], "/definitions/", "/$defs/", 1)
	}
	for _, bound := range []string{"Minimum", "Maximum"} {
		exclusive, limit := "exclusive"+bound, strings.ToLower(bound)
		if strict, ok := s[exclusive].(bool); ok {
			delete(s, exclusive)
			if strict {
				s[exclusive] = s[limit]
				delete(s, limit)
			}
		}
	}
	rename(s, "definitions", "$defs")
	if list, ok := s["items"].([]any); ok {
		delete(s, "items")
		s["prefixItems"] = list
		rename(s, "additionalItems", "items")
	} else {
		delete(s, "additionalItems") // without a list of items it never meant anything
	}
	dependencies(s)
	for keyword, value := range s {
		s[keyword] = inner(keyword, value, base)
	}
	return s
}

func rename(s map[string]any, from, to string) {
	if value, ok := s[from]; ok {
		delete(s, from)
		s[to] = value
	}
}

// dependencies divides the keyword of draft 4 into those for properties and for schemas.
func dependencies(s map[string]any) {
	old, ok := s["dependencies"].(map[string]any)
	if !ok {
		return
	}
	delete(s, "dependencies")
	for _, kind := range []string{"dependentRequired", "dependentSchemas"} {
		part := map[string]any{}
		for name, value := range old {
			if _, list := value.([]any); list == (kind == "dependentRequired") {
				part[name] = value
			}
		}
		if len(part) > 0 {
			s[kind] = part
		}
	}
}

var (
	schemaKeywords = []string{"items", "additionalProperties", "not"}
	listKeywords   = []string{"prefixItems", "allOf", "anyOf", "oneOf"}
	mapKeywords    = []string{"properties", "patternProperties", "$defs", "dependentSchemas"}
)

// inner returns the value of a keyword with the schemas in it made modern.
func inner(keyword string, value any, base string) any {
	switch v := value.(type) {
	case map[string]any:
		if slices.Contains(schemaKeywords, keyword) {
			return modern(v, base)
		}
		if slices.Contains(mapKeywords, keyword) {
			return mapped(v, func(one any) any { return modern(one, base) })
		}
	case []any:
		if slices.Contains(listKeywords, keyword) {
			all := make([]any, len(v))
			for i, one := range v {
				all[i] = modern(one, base)
			}
			return all
		}
	}
	return value
}

func mapped(m map[string]any, f func(any) any) map[string]any {
	all := map[string]any{}
	for name, value := range m {
		all[name] = f(value)
	}
	return all
}
