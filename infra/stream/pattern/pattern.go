// Package pattern reads and matches the event patterns that filter a pipe of Amazon EventBridge
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html). It knows the
// operators that the guide's table has for pipes, which are fewer than those of an event bus.
package pattern

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// MaxLength is how many bytes a filter's pattern may have
// (https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Filter.html).
const MaxLength = 4096

// Pattern decides which events pass. It is safe for concurrent use.
type Pattern struct{ root object }

// object is a pattern of an object: every field and every $or have to match.
type object struct {
	fields map[string]field
	or     []object // of which one has to match, nil for none
}

// field is what an event's field has to be: an object, or a value that meets one of the tests.
type field struct {
	object *object
	tests  []test
}

// Parse reads a pattern. The error says where in it the mistake is.
func Parse(text string) (*Pattern, error) {
	if len(text) > MaxLength {
		return nil, fmt.Errorf("the pattern has %d bytes, and EventBridge takes at most %d", len(text), MaxLength)
	}
	value, err := decode([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("the pattern is not JSON: %w", err)
	}
	members, ok := value.(map[string]any)
	if !ok || len(members) == 0 {
		return nil, errors.New(`the pattern must be an object with at least one field, such as {"eventName":["INSERT"]}`)
	}
	root, err := parseObject("", members)
	if err != nil {
		return nil, err
	}
	return &Pattern{root}, nil
}

// Matches reports whether an event, a JSON document, passes.
func (p *Pattern) Matches(event []byte) (bool, error) {
	value, err := decode(event)
	if err != nil {
		return false, fmt.Errorf("the event is not JSON: %w", err)
	}
	return p.root.matches(value), nil
}

// decode keeps numbers as they are written.
func decode(text []byte) (any, error) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after its end")
	}
	return value, nil
}

func parseObject(path string, members map[string]any) (object, error) {
	o := object{fields: map[string]field{}}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(members)) {
		at := name
		if path != "" {
			at = path + "." + name
		}
		var err error
		switch value := members[name].(type) {
		case map[string]any:
			if name == "$or" {
				err = fmt.Errorf("%s must be a list of at least two objects", at)
				break
			}
			var inner object
			if inner, err = parseObject(at, value); err == nil && len(value) == 0 {
				err = fmt.Errorf("%s is an empty object, which matches nothing", at)
			}
			o.fields[name] = field{object: &inner}
		case []any:
			if name == "$or" {
				o.or, err = parseOr(at, value)
				break
			}
			var tests []test
			tests, err = parseTests(at, value)
			o.fields[name] = field{tests: tests}
		default:
			err = fmt.Errorf("%s must be an object or a list of values: write [%s]", at, show(value))
		}
		problems = append(problems, err)
	}
	return o, errors.Join(problems...)
}

func parseOr(path string, choices []any) ([]object, error) {
	if len(choices) < 2 {
		return nil, fmt.Errorf("%s must be a list of at least two objects", path)
	}
	var all []object
	for i, choice := range choices {
		at := fmt.Sprintf("%s[%d]", path, i)
		members, ok := choice.(map[string]any)
		if !ok || len(members) == 0 {
			return nil, fmt.Errorf("%s must be an object with at least one field", at)
		}
		o, err := parseObject(at, members)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// matches reports whether a value is an object that meets the pattern, or a list that has one. What is no
// object has none of the fields.
func (o object) matches(value any) bool {
	if list, ok := value.([]any); ok && len(list) > 0 {
		return slices.ContainsFunc(list, o.matches)
	}
	members, _ := value.(map[string]any)
	for name, f := range o.fields {
		inner, present := members[name]
		if f.object != nil && !f.object.matches(inner) || f.object == nil && !f.matches(inner, present) {
			return false
		}
	}
	return o.or == nil || slices.ContainsFunc(o.or, func(choice object) bool { return choice.matches(value) })
}

// matches reports whether a field's value, or one of those of a list, meets one of the tests. Tests look at
// values alone: an object in the field's place is not a value.
func (f field) matches(value any, present bool) bool {
	var leaves []any
	if present {
		leaves = leavesOf(value)
	}
	return slices.ContainsFunc(f.tests, func(t test) bool {
		if len(leaves) == 0 {
			return t.absent
		}
		return t.holds != nil && slices.ContainsFunc(leaves, t.holds)
	})
}

func leavesOf(value any) []any {
	switch v := value.(type) {
	case map[string]any:
		return nil
	case []any:
		var all []any
		for _, item := range v {
			all = append(all, leavesOf(item)...)
		}
		return all
	}
	return []any{value}
}

func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
