package validation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// keywords are those of draft 4; API Gateway refuses every other one.
var keywords = []string{
	"$ref", "$schema", "additionalItems", "additionalProperties", "allOf", "anyOf", "default", "definitions", "dependencies", "description", "enum",
	"exclusiveMaximum", "exclusiveMinimum", "format", "id", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength",
	"minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "patternProperties", "properties", "required", "title", "type", "uniqueItems",
}

// canonical is a reference that API Gateway takes: to a part of the same model, or to a model by its URL.
var canonical = regexp.MustCompile(`^(#.*|https://apigateway\.amazonaws\.com/restapis/[^/]+/models/[^/]+)$`)

// metaSchema describes schemas of draft 4.
var metaSchema = jsonschema.NewCompiler().MustCompile(draft4)

// SchemaProblems are what API Gateway has against a model's schema, in its words (CP-087).
func SchemaProblems(text string) []string {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	schema, ok := document.(map[string]any)
	if err != nil || !ok {
		return []string{"Invalid model schema specified"}
	}
	var unsupported, foreign []string
	eachSchema(schema, func(s map[string]any) {
		for keyword := range s {
			if !slices.Contains(keywords, keyword) {
				unsupported = append(unsupported, fmt.Sprintf("%q", keyword))
			}
		}
		if ref, ok := s["$ref"].(string); ok && !canonical.MatchString(ref) {
			foreign = append(foreign, ref)
		}
	})
	var problems []string
	dropLaterKeywords(schema)
	if len(unsupported) > 0 {
		slices.Sort(unsupported)
		problems = append(problems, "Invalid model schema specified. Unsupported keyword(s): ["+strings.Join(slices.Compact(unsupported), ", ")+"]")
	} else if metaSchema.Validate(document) != nil {
		problems = append(problems, "Invalid model schema specified")
	}
	if len(foreign) > 0 {
		problems = append(problems, "Model reference must be in canonical form")
	}
	return problems
}
