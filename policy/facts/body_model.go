package facts

import (
	"regexp"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// validator is the method's request validator; nil when it has none in the stack.
func Validator(in *rule.Context, m *model.Method) graph.Reference {
	return in.Graph.Refer(m.Node, "requestValidatorId", graph.RequestValidator)
}

// BodyModel is rule.BodyModel.
func BodyModel(in *rule.Context, m *model.Method, contentType string) (schema map[string]any, n *graph.Node, why string) {
	return rule.BodyModel(in, m, contentType)
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

// Unmodelled are the members of a body that a template reads and of which a schema says nothing. A schema
// that refers to or combines others is taken to say something about every member.
func Unmodelled(schema map[string]any, members []string) []string {
	for _, keyword := range []string{"$ref", "allOf", "anyOf", "oneOf", "patternProperties"} {
		if schema[keyword] != nil {
			return nil
		}
	}
	if rest, ok := schema["additionalProperties"].(map[string]any); ok && len(rest) > 0 {
		return nil
	}
	properties, _ := schema["properties"].(map[string]any)
	var missing []string
	for _, name := range members {
		if property, ok := properties[name].(map[string]any); !ok || len(property) == 0 {
			missing = append(missing, name)
		}
	}
	return missing
}
