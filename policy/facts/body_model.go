package facts

import (
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

// BodyModel is rule.BodyModel.
func BodyModel(in *rule.Context, m *model.Method, contentType string) (schema map[string]any, n *graph.Node, why string) {
	return rule.BodyModel(in, m, contentType)
}

// PathParameter finds the parameters of a path: "id" in "/books/{id}".
var PathParameter = regexp.MustCompile(`\{([^{}+]+)\+?\}`)

// Restricts reports whether a schema asks for anything at all. Of alternatives, every one has to.
func Restricts(schema map[string]any) bool { return restricts(schema, schema, maxSchemaDepth) }

func restricts(root, schema map[string]any, depth int) bool {
	for _, keyword := range []string{"required", "properties", "enum", "additionalProperties"} {
		if v, ok := schema[keyword]; ok && v != true {
			return true
		}
	}
	if schema["type"] != nil && schema["type"] != "object" {
		return true
	}
	return combined(root, schema, func(part map[string]any) bool { return restricts(root, part, depth-1) }, depth)
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
	if property, ok := properties[name].(map[string]any); ok && len(property) > 0 {
		return true
	}
	if schema["patternProperties"] != nil {
		return true
	}
	if rest, ok := schema["additionalProperties"].(map[string]any); ok && len(rest) > 0 {
		return true
	}
	return combined(root, schema, func(part map[string]any) bool { return describes(root, part, name, depth-1) }, depth)
}

// combined reports whether a condition holds for what a schema refers to, for one schema of its allOf, or for all
// schemas of its anyOf or oneOf. A reference to another model is not followed, and taken to meet it.
func combined(root, schema map[string]any, holds func(map[string]any) bool, depth int) bool {
	if depth == 0 {
		return false
	}
	if reference, ok := schema["$ref"].(string); ok {
		part, local := resolve(root, reference)
		return !local || holds(part)
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
