package validation

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"lambdaless/local/dataplane/encoding"
)

// explain says what is wrong with a body in the language of API Gateway's validator, which is
// java-json-tools/json-schema-validator: $context.error.validationErrorString reads
// [object has missing required properties (["name"]), ...] (GW-085).
func explain(e *jsonschema.ValidationError, instance any) string {
	var messages []string
	var visit func(*jsonschema.ValidationError)
	visit = func(e *jsonschema.ValidationError) {
		if text := message(e, at(instance, e.InstanceLocation)); text != "" {
			messages = append(messages, text)
			return // the causes of anyOf, oneOf and not are reports of their own
		}
		for _, cause := range e.Causes {
			visit(cause)
		}
	}
	visit(e)
	return "[" + strings.Join(messages, ", ") + "]"
}

func message(e *jsonschema.ValidationError, value any) string {
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return fmt.Sprintf("object has missing required properties (%s)", jsonList(k.Missing))
	case *kind.Type:
		return fmt.Sprintf("instance type (%s) does not match any allowed primitive type (allowed: %s)", typeName(value, k.Got), jsonList(k.Want))
	case *kind.AdditionalProperties:
		return fmt.Sprintf("object instance has properties which are not allowed by the schema: %s", jsonList(k.Properties))
	case *kind.Enum:
		return fmt.Sprintf("instance value (%s) not found in enum (possible values: %s)", jsonText(k.Got), jsonText(k.Want))
	case *kind.MinLength:
		return fmt.Sprintf("string %s is too short (length: %d, required minimum: %d)", jsonText(value), k.Got, k.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("string %s is too long (length: %d, maximum allowed: %d)", jsonText(value), k.Got, k.Want)
	case *kind.Pattern:
		return fmt.Sprintf("ECMA 262 regex %s does not match input string %s", jsonText(k.Want), jsonText(k.Got))
	case *kind.Format:
		return fmt.Sprintf("string %s is invalid against requested format %s", jsonText(k.Got), jsonText(k.Want))
	case *kind.Minimum:
		return fmt.Sprintf("numeric instance is lower than the required minimum (minimum: %s, found: %s)", decimal(k.Want), decimal(k.Got))
	case *kind.Maximum:
		return fmt.Sprintf("numeric instance is greater than the required maximum (maximum: %s, found: %s)", decimal(k.Want), decimal(k.Got))
	case *kind.ExclusiveMinimum:
		return fmt.Sprintf("numeric instance is not strictly greater than the required minimum %s", decimal(k.Want))
	case *kind.ExclusiveMaximum:
		return fmt.Sprintf("numeric instance is not strictly lower than the required maximum %s", decimal(k.Want))
	case *kind.MultipleOf:
		return fmt.Sprintf("remainder of division is not zero (%s / %s)", decimal(k.Got), decimal(k.Want))
	case *kind.MinItems:
		return fmt.Sprintf("array is too short: must have at least %d elements but instance has %d elements", k.Want, k.Got)
	case *kind.MaxItems:
		return fmt.Sprintf("array is too long: must have at most %d elements but instance has %d elements", k.Want, k.Got)
	case *kind.UniqueItems:
		return "array must not contain duplicate elements"
	case *kind.MinProperties:
		return fmt.Sprintf("object has too few properties (found %d but schema requires at least %d)", k.Got, k.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("object has too many properties (found %d but schema requires at most %d)", k.Got, k.Want)
	case *kind.Dependency:
		return fmt.Sprintf("property %s of object has missing property dependencies (schema requires %s; missing: %s)", jsonText(k.Prop), jsonList(k.Missing), jsonList(k.Missing))
	case *kind.AnyOf:
		return fmt.Sprintf("instance failed to match at least one required schema among %d", len(e.Causes))
	case *kind.OneOf:
		return fmt.Sprintf("instance failed to match exactly one schema (matched %d out of %d)", len(k.Subschemas), max(len(e.Causes), len(k.Subschemas)))
	case *kind.Not:
		return "instance matched a schema which it should not have"
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		return "" // containers: their causes say what is wrong
	default:
		return strings.Join(e.ErrorKind.KeywordPath(), "/") + " failed"
	}
}

// at follows a location into the instance.
func at(value any, location []string) any {
	for _, key := range location {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[key]
		case []any:
			var index int
			if _, err := fmt.Sscan(key, &index); err != nil || index < 0 || index >= len(inner) {
				return nil
			}
			value = inner[index]
		}
	}
	return value
}

// typeName tells integers from numbers, as draft 4 does.
func typeName(value any, got string) string {
	if n, ok := value.(json.Number); ok && !strings.ContainsAny(n.String(), ".eE") {
		return "integer"
	}
	return got
}

func jsonList(words []string) string {
	words = slices.Sorted(slices.Values(words))
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = encoding.Quote(word)
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

func jsonText(value any) string {
	if text, ok := value.(string); ok {
		if utf8.RuneCountInString(text) > 256 {
			text = string([]rune(text)[:256]) + "..."
		}
		return encoding.Quote(text)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}

func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(20), "0")
}
