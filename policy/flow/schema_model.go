package flow

import (
	"math"
	"slices"
)

// maxSchemaDepth bounds how deep a model is read; what is below is any value.
const maxSchemaDepth = 32

// TypeOfModel is the type of the bodies that a draft 4 schema accepts, as API Gateway validates them.
// What it does not understand is any value. Beside a $ref draft 4 ignores everything else.
func TypeOfModel(schema map[string]any) *Type { return typeOfModel(schema, 0) }

func typeOfModel(schema map[string]any, depth int) *Type {
	if depth > maxSchemaDepth || schema == nil || schema["$ref"] != nil {
		return nil
	}
	kinds, numbersAreIntegers := kindsOfModel(schema)
	if kinds == 0 {
		return nil
	}
	t := &Type{kinds: kinds, integer: numbersAreIntegers}
	if n, ok := schema["minLength"].(float64); ok && n >= 1 {
		t.nonEmpty = true
	}
	if enum, ok := schema["enum"].([]any); ok {
		t.narrowToEnum(enum)
	}
	t.min, t.max = bound(schema["minimum"], math.Floor), bound(schema["maximum"], math.Ceil)
	t.readMembers(schema, depth)
	if items, ok := schema["items"].(map[string]any); ok {
		t.items = typeOfModel(items, depth+1)
	}
	return t
}

func (t *Type) readMembers(schema map[string]any, depth int) {
	if t.kinds&isMap == 0 {
		return
	}
	t.members, t.required = map[string]*Type{}, map[string]bool{}
	properties, _ := schema["properties"].(map[string]any)
	for name, property := range properties {
		p, _ := property.(map[string]any)
		t.members[name] = typeOfModel(p, depth+1)
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if s, ok := name.(string); ok {
			t.required[s] = true
		}
	}
	if rest, ok := schema["additionalProperties"].(map[string]any); ok && schema["patternProperties"] == nil {
		t.rest = typeOfModel(rest, depth+1)
	}
}

// kindsOfModel reads the keyword type. integers tells that all numbers are whole.
func kindsOfModel(schema map[string]any) (set kinds, integers bool) {
	names := map[string]kinds{
		"string": isString, "number": isNumber, "integer": isNumber, "boolean": isBool, "object": isMap, "array": isList, "null": isNothing,
	}
	var list []string
	switch v := schema["type"].(type) {
	case string:
		list = []string{v}
	case []any:
		for _, item := range v {
			s, _ := item.(string)
			list = append(list, s)
		}
	}
	for _, name := range list {
		kind, ok := names[name]
		if !ok {
			return 0, false
		}
		set |= kind
	}
	return set, slices.Contains(list, "integer") && !slices.Contains(list, "number")
}

// narrowToEnum uses that a value is one of a few.
func (t *Type) narrowToEnum(enum []any) {
	if t.kinds != isString || len(enum) == 0 {
		return
	}
	t.class, t.nonEmpty = Number, true
	for i, v := range enum {
		s, ok := v.(string)
		if !ok {
			continue
		}
		if i == 0 {
			t.class = classOf(s)
		} else {
			t.class = t.class.either(classOf(s))
		}
		t.nonEmpty = t.nonEmpty && s != ""
	}
}

func bound(v any, round func(float64) float64) *int64 {
	const exact = 1 << 53
	f, ok := v.(float64)
	if !ok || math.Abs(f) >= exact {
		return nil
	}
	n := int64(round(f))
	return &n
}
