package graph

import (
	"maps"
	"slices"
	"strconv"
)

// Value is a property's value. The zero Value is absent: the property is not set, or null.
//
// A value may be unknown, as most of what a provider computes is at a preview. Reading an unknown
// value as text never succeeds and never panics, so a judgement cannot take one for the other.
type Value struct {
	unknown bool
	secret  bool
	v       any // nil, bool, float64, string, []Value, map[string]Value
}

// Unknown is a value that only a deployment will tell.
func Unknown() Value { return Value{unknown: true} }

// Secret is a value marked as secret. Texts for people must not show it.
func Secret(v Value) Value { v.secret = true; return v }

// TextOf makes a known text.
func TextOf(s string) Value { return Value{v: s} }

// NumberOf makes a known number.
func NumberOf(n float64) Value { return Value{v: n} }

// FlagOf makes a known boolean.
func FlagOf(b bool) Value { return Value{v: b} }

// ListOf makes a list.
func ListOf(items ...Value) Value { return Value{v: items} }

// MapOf makes an object.
func MapOf(members map[string]Value) Value { return Value{v: members} }

// Absent reports whether there is no value.
func (v Value) Absent() bool { return !v.unknown && v.v == nil }

// IsUnknown reports whether the value itself is unknown.
func (v Value) IsUnknown() bool { return v.unknown }

// IsSecret reports whether the value or anything in it is a secret.
func (v Value) IsSecret() bool { return v.any(func(v Value) bool { return v.secret }) }

// HasUnknown reports whether the value or anything in it is unknown.
func (v Value) HasUnknown() bool { return v.any(func(v Value) bool { return v.unknown }) }

func (v Value) any(holds func(Value) bool) bool {
	if holds(v) {
		return true
	}
	for _, item := range v.Items() {
		if item.any(holds) {
			return true
		}
	}
	for _, member := range v.Members() {
		if member.any(holds) {
			return true
		}
	}
	return false
}

// Text returns the text and whether the value is a known text.
func (v Value) Text() (string, bool) { s, ok := v.v.(string); return s, ok }

// TextOr returns the text, or the other for anything that is not a known text.
func (v Value) TextOr(other string) string {
	if s, ok := v.Text(); ok {
		return s
	}
	return other
}

// Flag returns the boolean and whether the value is a known boolean. The texts "true" and "false"
// count, because Pulumi's configuration and some providers carry booleans as text.
func (v Value) Flag() (value, ok bool) {
	switch v := v.v.(type) {
	case bool:
		return v, true
	case string:
		return v == "true", v == "true" || v == "false"
	}
	return false, false
}

// IsTrue reports whether the value is known to be true.
func (v Value) IsTrue() bool { b, ok := v.Flag(); return ok && b }

// Number returns the number and whether the value is a known number. A text that is a number counts.
func (v Value) Number() (float64, bool) {
	switch v := v.v.(type) {
	case float64:
		return v, true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil
	}
	return 0, false
}

// Items are a list's items; nil for anything else.
func (v Value) Items() []Value { items, _ := v.v.([]Value); return items }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { _, ok := v.v.([]Value); return ok }

// Members are an object's members; nil for anything else.
func (v Value) Members() map[string]Value { members, _ := v.v.(map[string]Value); return members }

// Keys are an object's member names in order.
func (v Value) Keys() []string { return slices.Sorted(maps.Keys(v.Members())) }

// At follows member names down. Below an unknown value everything is unknown, below an absent one
// everything is absent.
func (v Value) At(path ...string) Value {
	for _, name := range path {
		if v.unknown {
			return v
		}
		secret := v.secret
		v = v.Members()[name]
		v.secret = v.secret || secret
	}
	return v
}

// Show is the value for a message: never a secret, and in a few words.
func (v Value) Show() string {
	switch {
	case v.secret:
		return "(secret)"
	case v.unknown:
		return "(unknown)"
	case v.v == nil:
		return "(not set)"
	}
	switch v := v.v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return strconv.Quote(v)
	case []Value:
		return "a list of " + strconv.Itoa(len(v))
	default:
		return "an object"
	}
}
