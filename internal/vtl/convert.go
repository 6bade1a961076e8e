package vtl

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/jsonsmart"
)

// FromJSON reads JSON text to a value that templates can work on: an object is a *Map in the order of
// the text, an array prints as JSON. The text is read as permissively as API Gateway reads bodies.
func FromJSON(text string) (any, error) {
	v, err := jsonsmart.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("vtl: %w", err)
	}
	return v, nil
}

// FromGo converts what encoding/json and Go code produce: maps become a *Map (sorted by key, as Go's
// have no order), slices arrays that print as JSON, numbers the Java number that JSON would be read
// to. Values that templates work on already stay as they are; anything else becomes its text.
func FromGo(v any) any {
	switch v := v.(type) {
	case nil, string, bool, int32, int64, float64, *big.Int, java.Char,
		*java.Decimal, *java.Map, *java.List, *java.Array, *java.View, *java.Entry, *java.Iterator, java.Object:
		return v
	case float32:
		return float64(v)
	case int:
		return fromInt(int64(v))
	case json.Number:
		n, err := jsonsmart.Parse(v.String())
		if err != nil {
			return v.String()
		}
		return n
	case map[string]any:
		return fromMap(v)
	case map[string]string:
		return fromMap(v)
	case []any:
		return fromSlice(v)
	case []string:
		return fromSlice(v)
	}
	return fmt.Sprint(v)
}

func fromInt(n int64) any {
	if n == int64(int32(n)) { // that is the question
		return java.Int(int(n))
	}
	return n
}

func fromMap[V any](m map[string]V) *Map {
	result := java.NewMapSize(len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		result.Put(key, FromGo(m[key]))
	}
	return result
}

func fromSlice[V any](s []V) any {
	items := make([]any, len(s))
	for i, v := range s {
		items[i] = FromGo(v)
	}
	return java.NewJSONArray(items...)
}
