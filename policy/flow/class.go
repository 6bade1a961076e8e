package flow

import (
	"encoding/json"
	"slices"
	"strings"
)

// Class is what is known about a text, and with that the places in which it is safe.
type Class int

// The classes.
const (
	// Raw is any text: it may hold a quote, a brace or a line end.
	Raw Class = iota
	// Escaped is the result of $util.escapeJavaScript. It holds \' for an apostrophe, which is not JSON
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
	Escaped
	// Quotable is safe within a JSON string, as a whole but not in parts.
	Quotable
	// Word has only characters that mean nothing in a JSON string, so that every part of it is a Word.
	Word
	// JSON is one whole JSON value, such as $input.json returns.
	JSON
	// Number is the text of a JSON number.
	Number
	// Bool is true or false.
	Bool
)

// String names the class for people.
func (c Class) String() string {
	return [...]string{"raw", "escaped but for \\'", "escaped", "a word", "JSON", "a number", "a boolean"}[c]
}

// InString reports whether a text of the class can stand within a JSON string.
func (c Class) InString() bool { return c == Quotable || c >= Word && c != JSON }

// isWord reports whether every part of the text is safe within a JSON string.
func (c Class) isWord() bool { return c == Word || c == Number || c == Bool }

// either is the class of a text that is of one of two classes.
func (c Class) either(d Class) Class {
	switch {
	case c == d:
		return c
	case c.isWord() && d.isWord():
		return Word
	case c.InString() && d.InString():
		return Quotable
	}
	return Raw
}

// joined is the class of a text of one class followed by one of another.
func (c Class) joined(d Class) Class {
	switch {
	case c.isWord() && d.isWord():
		return Word
	case c.InString() && d.InString():
		return Quotable
	}
	return Raw
}

// classOf is the class of a literal text.
func classOf(s string) Class {
	switch {
	case s == "true" || s == "false":
		return Bool
	case isJSONNumber(s):
		return Number
	case !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r > '~' }):
		return Word
	case json.Valid([]byte(`"` + s + `"`)):
		return Quotable
	}
	return Raw
}

func isJSONNumber(s string) bool {
	return s != "" && strings.IndexByte("-0123456789", s[0]) >= 0 && !strings.ContainsAny(s, " \t\r\n") && json.Valid([]byte(s))
}

// Origin says who decides about a text.
type Origin string

// The origins: a client, an identity provider, AWS, the program, the stored data.
const (
	Client  Origin = "client"
	Claims  Origin = "claims"
	Gateway Origin = "gateway"
	Program Origin = "program"
	Backend Origin = "backend"
)

func union(lists ...[]Origin) []Origin {
	var all []Origin
	for _, list := range lists {
		all = append(all, list...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// kinds is a set of kinds of values.
type kinds uint8

const (
	isString kinds = 1 << iota
	isNumber
	isBool
	isMap
	isList
	// isNothing is a value that does not exist, or null: every step on it is nothing, and it renders
	// nothing.
	isNothing

	isAnything = isString | isNumber | isBool | isMap | isList | isNothing
)

func (k kinds) within(other kinds) bool { return k&^other == 0 }

// String names the kinds for people: "string or list".
func (k kinds) String() string {
	if k == isAnything || k == isAnything&^isNothing {
		return "any value"
	}
	var names []string
	for i, name := range []string{"string", "number", "boolean", "map", "list", "nothing"} {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}
