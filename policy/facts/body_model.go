package facts

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Validator is the method's request validator; nil when it has none in the stack.
func Validator(in *rule.Context, m *model.Method) graph.Reference {
	return in.Graph.Refer(m.Node, "requestValidatorId", graph.RequestValidator)
}

// BodyModel is rule.BodyModel, with the models of the stack in the places where it refers to them.
func BodyModel(in *rule.Context, m *model.Method, contentType string) (schema map[string]any, n *graph.Node, why string) {
	schema, n, why = rule.BodyModel(in, m, contentType)
	if why == "" {
		schema, _ = withModels(in, m, schema, maxSchemaDepth).(map[string]any)
	}
	return schema, n, why
}

// withModels replaces references to models by their schemas, if these refer to nothing of their own document
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html).
func withModels(in *rule.Context, m *model.Method, part any, depth int) any {
	switch part := part.(type) {
	case []any:
		out := make([]any, len(part))
		for i, item := range part {
			out[i] = withModels(in, m, item, depth)
		}
		return out
	case map[string]any:
		reference, _ := part["$ref"].(string)
		if _, name, ok := strings.Cut(reference, "/models/"); ok && depth > 0 {
			for _, n := range in.Graph.OfType(graph.Model) {
				text, known := n.In("schema").Text()
				var schema map[string]any
				if n.Either("name").TextOr("") == name && in.Graph.Refer(n, "restApi", graph.RestAPI).Node == m.API && known &&
					!strings.Contains(text, `"#`) && json.Unmarshal([]byte(text), &schema) == nil {
					return withModels(in, m, schema, depth-1)
				}
			}
		}
		out := map[string]any{}
		for key, value := range part {
			out[key] = withModels(in, m, value, depth)
		}
		return out
	}
	return part
}

// PathParameter finds the parameters of a path: "id" in "/books/{id}".
var PathParameter = regexp.MustCompile(`\{([^{}+]+)\+?\}`)

// Restricts reports whether a schema asks for anything at all. Of alternatives, every one has to.
func Restricts(schema map[string]any) bool { return restricts(schema, schema, maxSchemaDepth) }

func restricts(root, schema map[string]any, depth int) bool {
	required, _ := schema["required"].([]any)
	properties, _ := schema["properties"].(map[string]any)
	if len(required)+len(properties) > 0 || schema["enum"] != nil || schema["additionalProperties"] == false {
		return true
	}
	if rest, ok := schema["additionalProperties"].(map[string]any); ok && says(root, rest, depth-1) {
		return true
	}
	if schema["type"] != nil && schema["type"] != "object" && !anyType(schema) {
		return true
	}
	return combined(root, schema, func(part map[string]any) bool { return restricts(root, part, depth-1) }, depth)
}

// says reports whether the schema of a member says anything of its values: a description alone does not.
func says(root, schema map[string]any, depth int) bool {
	if depth == 0 {
		return false
	}
	return schema["type"] != nil && !anyType(schema) || restricts(root, schema, depth) ||
		combined(root, schema, func(part map[string]any) bool { return says(root, part, depth-1) }, depth)
}

// anyType reports whether the types of a schema are all that there are.
func anyType(schema map[string]any) bool {
	types, _ := schema["type"].([]any)
	return !slices.ContainsFunc([]string{"object", "array", "string", "number", "boolean", "null"}, func(t string) bool {
		return !slices.Contains(types, any(t))
	})
}

// Impossible is a member of a body that a schema requires and forbids, so that it refuses every body; empty if there
// is none.
func Impossible(schema map[string]any) string {
	if schema["additionalProperties"] != false || schema["patternProperties"] != nil {
		return ""
	}
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if name, ok := name.(string); ok && properties[name] == nil {
			return name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		member, isSchema := properties[name].(map[string]any)
		if isSchema && slices.Contains(required, any(name)) {
			if within := Impossible(member); within != "" {
				return name + "." + within
			}
		}
	}
	return ""
}

// Unmodelled are the members of a body that a template reads and of which a schema says nothing.
func Unmodelled(schema map[string]any, members []string) []string {
	var missing []string
	for _, name := range members {
		if !describes(schema, schema, name, maxSchemaDepth) {
			missing = append(missing, name)
		}
	}
	return missing
}

// maxSchemaDepth ends schemas that refer to themselves.
const maxSchemaDepth = 20

// describes reports whether a schema says something about a member.
func describes(root, schema map[string]any, name string, depth int) bool {
	properties, _ := schema["properties"].(map[string]any)
	if property, ok := properties[name].(map[string]any); ok && says(root, property, depth-1) {
		return true
	}
	patterns, _ := schema["patternProperties"].(map[string]any)
	for pattern, property := range patterns {
		member, _ := property.(map[string]any)
		if expression, err := regexp.Compile(pattern); err == nil && expression.MatchString(name) && says(root, member, depth-1) {
			return true
		}
	}
	if rest, ok := schema["additionalProperties"].(map[string]any); ok && properties[name] == nil && says(root, rest, depth-1) {
		return true
	}
	return combined(root, schema, func(part map[string]any) bool { return describes(root, part, name, depth-1) }, depth)
}

// combined reports whether a condition holds for what a schema refers to, for one schema of its allOf, or for all
// schemas of its anyOf or oneOf. A reference to another model is not followed, and may be to one that accepts everything.
func combined(root, schema map[string]any, holds func(map[string]any) bool, depth int) bool {
	if depth == 0 {
		return false
	}
	if reference, ok := schema["$ref"].(string); ok {
		part, local := resolve(root, reference)
		return local && holds(part)
	}
	test := func(part any) bool { object, _ := part.(map[string]any); return holds(object) }
	if all, _ := schema["allOf"].([]any); slices.ContainsFunc(all, test) {
		return true
	}
	for _, keyword := range []string{"anyOf", "oneOf"} {
		alternatives, _ := schema[keyword].([]any)
		if len(alternatives) > 0 && !slices.ContainsFunc(alternatives, func(part any) bool { return !test(part) }) {
			return true
		}
	}
	return false
}

// resolve follows a reference within a document, such as "#/definitions/movie". local is false for any other.
func resolve(root map[string]any, reference string) (schema map[string]any, local bool) {
	pointer, ok := strings.CutPrefix(reference, "#/")
	if !ok {
		return nil, false
	}
	schema = root
	for name := range strings.SplitSeq(pointer, "/") {
		schema, _ = schema[name].(map[string]any)
	}
	return schema, true
}
