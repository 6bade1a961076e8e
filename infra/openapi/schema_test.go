package openapi

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSchemasOfDraft4BecomeModern(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, modern string }{
		"identity goes":              {`{"$schema":"http://json-schema.org/draft-04/schema#","id":"x","type":"string"}`, `{"type":"string"}`},
		"a property called id stays": {`{"properties":{"id":{"type":"string"},"$schema":{"type":"string"}}}`, `{"properties":{"id":{"type":"string"},"$schema":{"type":"string"}}}`},
		"an exclusive bound":         {`{"minimum":1,"exclusiveMinimum":true}`, `{"exclusiveMinimum":1}`},
		"a bound that is inclusive":  {`{"maximum":1,"exclusiveMaximum":false}`, `{"maximum":1}`},
		"definitions":                {`{"definitions":{"a":{"id":"x"}},"$ref":"#/definitions/a"}`, `{"$defs":{"a":{}},"$ref":"BASE/$defs/a"}`},
		"a reference to itself":      {`{"properties":{"next":{"$ref":"#"}}}`, `{"properties":{"next":{"$ref":"BASE"}}}`},
		"a list of items":            {`{"items":[{"id":"x"}],"additionalItems":false}`, `{"prefixItems":[{}],"items":false}`},
		"one schema for all items":   {`{"items":{"id":"x"},"additionalItems":false}`, `{"items":{}}`},
		"dependencies":               {`{"dependencies":{"a":["b"],"c":{"id":"x"}}}`, `{"dependentRequired":{"a":["b"]},"dependentSchemas":{"c":{}}}`},
		"within a choice":            {`{"anyOf":[{"id":"x"}],"not":{"id":"y"}}`, `{"anyOf":[{}],"not":{}}`},
		"values are left alone":      {`{"enum":[{"id":1}],"default":{"$schema":1}}`, `{"enum":[{"id":1}],"default":{"$schema":1}}`},
	} {
		got, err := parse(test.old, "BASE")
		require.NoError(t, err, name)
		text, err := json.Marshal(got)
		require.NoError(t, err, name)
		assert.JSONEq(t, test.modern, string(text), name)
	}
	_, err := parse("{", "")
	assert.ErrorContains(t, err, "not JSON")
}

// Numbers satisfy a bound of draft 4 if and only if they satisfy the modern one.
func TestBoundsMeanTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		old := map[string]any{"type": "number"}
		for _, bound := range []string{"Minimum", "Maximum"} {
			if rapid.Bool().Draw(t, bound) {
				old[strings.ToLower(bound)] = rapid.IntRange(-3, 3).Draw(t, "limit")
				if rapid.Bool().Draw(t, "says") {
					old["exclusive"+bound] = rapid.Bool().Draw(t, "exclusive")
				}
			}
		}
		text, _ := json.Marshal(old)
		next, err := parse(string(text), "")
		require.NoError(t, err)
		modernText, _ := json.Marshal(next)
		value := rapid.IntRange(-5, 5).Draw(t, "value")
		assert.Equal(t, valid(t, jsonschema.Draft4, string(text), value), valid(t, jsonschema.Draft2020, string(modernText), value), "%s, %s, %d", text, modernText, value)
	})
}

// An example is a value of its schema.
func TestExamplesAreValid(t *testing.T) {
	t.Parallel()
	assert.Nil(t, example(map[string]any{"type": "array", "minItems": json.Number("1"), "maxItems": json.Number("0")}), "no array has so few and so many")
	rapid.Check(t, func(t *rapid.T) {
		text, _ := json.Marshal(drawSchema(t, 3))
		schema, err := parse(string(text), "")
		require.NoError(t, err)
		if value := example(schema); value != nil {
			plain, _ := json.Marshal(withoutExamples(schema))
			assert.True(t, valid(t, jsonschema.Draft2020, string(plain), value), "%v is no example of %s", value, plain)
		}
	})
}

type failing interface {
	require.TestingT
	Helper()
}

func valid(t failing, draft *jsonschema.Draft, text string, value any) bool {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(draft)
	require.NoError(t, compiler.AddResource("s.json", schema))
	compiled, err := compiler.Compile("s.json")
	require.NoError(t, err, text)
	raw, _ := json.Marshal(value)
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	require.NoError(t, err)
	return compiled.Validate(parsed) == nil
}

func drawSchema(t *rapid.T, depth int) map[string]any {
	kinds := []string{"string", "number", "integer", "boolean", "null"}
	if depth > 0 {
		kinds = append(kinds, "object", "array")
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "type")
	s := map[string]any{"type": kind}
	if rapid.Bool().Draw(t, "nullable") && kind != "null" {
		s["type"] = []any{"null", kind}
	}
	bound := func(keyword string, least int) {
		if rapid.Bool().Draw(t, keyword) {
			s[keyword] = rapid.IntRange(least, 6).Draw(t, keyword)
		}
	}
	switch kind {
	case "string":
		bound("maxLength", 0)
		if least := rapid.IntRange(0, 8).Draw(t, "minLength"); s["maxLength"] == nil || least <= s["maxLength"].(int) {
			s["minLength"] = least
		}
	case "number", "integer":
		bound("minimum", -6)
		if s["minimum"] == nil {
			bound("maximum", -6)
		}
	case "object":
		properties := map[string]any{}
		for _, name := range []string{"a", "id", "example"} {
			if rapid.Bool().Draw(t, name) {
				properties[name] = drawSchema(t, depth-1)
			}
		}
		s["properties"] = properties
		if len(properties) > 0 && rapid.Bool().Draw(t, "required") {
			for name := range properties {
				s["required"] = []any{name}
				break
			}
		}
		bound("minProperties", 0)
		bound("maxProperties", 0)
	case "array":
		s["items"] = drawSchema(t, depth-1)
		bound("minItems", 0)
		bound("maxItems", 0)
	}
	return s
}
