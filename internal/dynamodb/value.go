package dynamodb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Value is a JSON value in a request. A value that is not known is none of object, list and text.
type Value interface {
	// Members returns an object's members; false for any other value.
	Members() ([]Member, bool)
	// Elements returns a list's elements; false for any other value.
	Elements() ([]Value, bool)
	// Text returns a string's value; false for any other value and for a string that is not known.
	Text() (string, bool)
	// String shows the value in a message.
	String() string
}

// Member is one member of an object.
type Member struct {
	Name    string // how the name is shown, when it is not known
	Unknown bool   // the name is not known
	Value   Value
}

// Parse reads a rendered request. Of duplicate members the last counts, and names are exact, both as
// in DynamoDB.
func Parse(body []byte) (Value, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("the request is not JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the request is not JSON: something follows its value")
	}
	return parsed{value}, nil
}

// parsed is a value that encoding/json has read.
type parsed struct{ value any }

func (p parsed) Members() ([]Member, bool) {
	object, ok := p.value.(map[string]any)
	if !ok {
		return nil, false
	}
	members := make([]Member, 0, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		members = append(members, Member{Name: name, Value: parsed{object[name]}})
	}
	return members, true
}

func (p parsed) Elements() ([]Value, bool) {
	list, ok := p.value.([]any)
	if !ok {
		return nil, false
	}
	elements := make([]Value, len(list))
	for i, element := range list {
		elements[i] = parsed{element}
	}
	return elements, true
}

func (p parsed) Text() (string, bool) {
	text, ok := p.value.(string)
	return text, ok
}

func (p parsed) String() string {
	encoded, err := json.Marshal(p.value)
	if err != nil {
		return fmt.Sprint(p.value)
	}
	return string(encoded)
}

// Get returns a member of an object by its exact name; of several the last. It is nil when v is nil,
// is not an object, or has no such member.
func Get(v Value, name string) Value {
	if p, ok := v.(parsed); ok { // without listing the members
		object, _ := p.value.(map[string]any)
		if member, ok := object[name]; ok {
			return parsed{member}
		}
		return nil
	}
	var found Value
	for _, m := range membersOf(v) {
		if m.Name == name && !m.Unknown {
			found = m.Value
		}
	}
	return found
}

// text is a string's value, "" for anything else.
func text(v Value) string {
	if v == nil {
		return ""
	}
	s, _ := v.Text()
	return s
}

func membersOf(v Value) []Member {
	if v == nil {
		return nil
	}
	members, _ := v.Members()
	return members
}

func elementsOf(v Value) []Value {
	if v == nil {
		return nil
	}
	elements, _ := v.Elements()
	return elements
}
