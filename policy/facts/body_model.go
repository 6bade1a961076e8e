package facts

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// validator is the method's request validator; nil when it has none in the stack.
func Validator(in *rule.Context, m *model.Method) graph.Reference {
	return in.Graph.Refer(m.Node, "requestValidatorId", graph.RequestValidator)
}

// bodyModel is the JSON schema that bodies of a method must match when they come with a content type.
// why says what is missing.
func BodyModel(in *rule.Context, m *model.Method, contentType string) (schema map[string]any, n *graph.Node, why string) {
	name, ok := m.Node.In("requestModels", contentType).Text()
	if !ok {
		return nil, m.Node, "it has no model for " + contentType + " (requestModels)"
	}
	for _, candidate := range in.Graph.OfType(graph.Model) {
		if candidate.Either("name").TextOr("") != name || in.Graph.Refer(candidate, "restApi", graph.RestAPI).Node != m.API {
			continue
		}
		text, ok := candidate.In("schema").Text()
		if !ok {
			return nil, candidate, in.Graph.WhyUnknown(candidate, "schema")
		}
		if err := json.Unmarshal([]byte(text), &schema); err != nil {
			return nil, candidate, "the schema of the model " + name + " is not a JSON object"
		}
		return schema, candidate, ""
	}
	return nil, m.Node, "its model " + name + " is not in the stack, and API Gateway's own models accept everything"
}

// PathParameter finds the parameters of a path: "id" in "/books/{id}".
var PathParameter = regexp.MustCompile(`\{([^{}+]+)\+?\}`)

// Restricts reports whether a schema asks for anything at all.
func Restricts(schema map[string]any) bool {
	for _, keyword := range []string{"required", "properties", "$ref", "allOf", "anyOf", "oneOf", "enum", "additionalProperties"} {
		if v, ok := schema[keyword]; ok && v != true {
			return true
		}
	}
	return schema["type"] != nil && schema["type"] != "object"
}

// plainPath is a JSONPath of names only.
var plainPath = regexp.MustCompile(`^\$(\.[A-Za-z_][A-Za-z0-9_]*)+$`)

// plainByModel reports whether a validated model lets only numbers and booleans stand at a path of the
// body: such a value needs no escaping.
func PlainByModel(in *rule.Context, m *model.Method, path string) bool {
	v := Validator(in, m).Node
	if v == nil || !v.In("validateRequestBody").IsTrue() || !plainPath.MatchString(path) {
		return false
	}
	schema, _, why := BodyModel(in, m, "application/json")
	if why != "" {
		return false
	}
	names := strings.Split(strings.TrimPrefix(path, "$."), ".")
	for depth, name := range names {
		properties, ok := schema["properties"].(map[string]any)
		// Without type object on the way a body that is no object would pass with anything in it, and
		// beside a $ref draft 4 ignores everything else.
		if !ok || schema["type"] != "object" || schema["$ref"] != nil {
			return false
		}
		if schema, ok = properties[name].(map[string]any); !ok {
			return false
		}
		if last := depth == len(names)-1; last {
			kind, _ := schema["type"].(string)
			return schema["$ref"] == nil && slices.Contains([]string{"number", "integer", "boolean"}, kind)
		}
	}
	return false
}
