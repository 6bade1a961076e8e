package jsonpath

import (
	"strings"

	"lambdaless/internal/vtl/java"
)

// operators are the comparisons of filters, by their lower-case names.
var operators map[string]func(x, y any) bool

func init() {
	operators = map[string]func(x, y any) bool{
		"==":       equal,
		"!=":       func(x, y any) bool { return !equal(x, y) },
		"===":      func(x, y any) bool { return sameType(x, y) && equal(x, y) },
		"!==":      func(x, y any) bool { return !sameType(x, y) || !equal(x, y) },
		"<":        func(x, y any) bool { c, ok := order(x, y); return ok && c < 0 },
		"<=":       func(x, y any) bool { c, ok := order(x, y); return ok && c <= 0 },
		">":        func(x, y any) bool { c, ok := order(x, y); return ok && c > 0 },
		">=":       func(x, y any) bool { c, ok := order(x, y); return ok && c >= 0 },
		"=~":       matches,
		"in":       func(x, y any) bool { return contains(y, x) },
		"nin":      func(x, y any) bool { return !contains(y, x) },
		"contains": containsText,
		"all":      func(x, y any) bool { return every(y, func(v any) bool { return contains(x, v) }) },
		"size":     hasSize,
		"empty":    isEmpty,
		"subsetof": func(x, y any) bool { return every(x, func(v any) bool { return contains(y, v) }) },
		"anyof":    anyOf,
		"noneof":   func(x, y any) bool { return !anyOf(x, y) },
	}
}

func number(v any) (*java.Decimal, bool) {
	if !java.IsNumber(v) {
		return nil, false
	}
	return java.ParseDecimal(java.String(v))
}

// equal compares numbers by value, and a number with a string by what the string says.
func equal(x, y any) bool {
	if s, ok := x.(string); ok {
		if n, ok := number(y); ok {
			return s == n.String()
		}
		t, ok := y.(string)
		return ok && s == t
	}
	if n, ok := number(x); ok {
		m, ok := number(y)
		if s, isString := y.(string); isString {
			m, ok = java.ParseDecimal(s)
		}
		return ok && n.Cmp(m) == 0
	}
	switch x.(type) {
	case undefined, pattern:
		return false
	}
	if _, ok := y.(undefined); ok {
		return false
	}
	return java.Equal(x, y)
}

func sameType(x, y any) bool {
	switch x.(type) {
	case string:
		_, ok := y.(string)
		return ok
	case bool:
		_, ok := y.(bool)
		return ok
	case nil:
		return y == nil
	case *java.Map, *java.List:
		switch y.(type) {
		case *java.Map, *java.List:
			return true
		}
		return false
	}
	return java.IsNumber(x) && java.IsNumber(y)
}

// order compares two numbers, or two strings; a number beside a string is compared as text.
func order(x, y any) (int, bool) {
	n, xn := number(x)
	m, yn := number(y)
	if xn && yn {
		return n.Cmp(m), true
	}
	s, xs := x.(string)
	t, ys := y.(string)
	if xn {
		s, xs = n.String(), true
	}
	if yn {
		t, ys = m.String(), true
	}
	if !xs || !ys {
		return 0, false
	}
	return int(java.CompareStrings(s, t).(int32)), true
}

func matches(x, y any) bool {
	p, left := x.(pattern)
	q, right := y.(pattern)
	switch {
	case left == right:
		return false
	case left:
		return matchesAny(p, y)
	}
	return matchesAny(q, x)
}

func matchesAny(p pattern, v any) bool {
	switch v := v.(type) {
	case *java.List:
		for _, item := range v.Items {
			if p.Matches(input(item)) {
				return true
			}
		}
		return false
	}
	return p.Matches(input(v))
}

func input(v any) string {
	switch v.(type) {
	case string, bool:
		return java.String(v)
	}
	if java.IsNumber(v) {
		return java.String(v)
	}
	return ""
}

func contains(list, v any) bool {
	l, ok := list.(*java.List)
	if !ok {
		return false
	}
	for _, item := range l.Items {
		if equal(item, v) {
			return true
		}
	}
	return false
}

func containsText(x, y any) bool {
	if s, ok := x.(string); ok {
		t, ok := y.(string)
		return ok && strings.Contains(s, t)
	}
	return contains(x, y)
}

func every(list any, accept func(any) bool) bool {
	l, ok := list.(*java.List)
	if !ok {
		return false
	}
	for _, item := range l.Items {
		if !accept(item) {
			return false
		}
	}
	return true
}

func anyOf(x, y any) bool {
	l, ok := x.(*java.List)
	if !ok {
		return false
	}
	for _, item := range l.Items {
		if contains(y, item) {
			return true
		}
	}
	return false
}

func hasSize(x, y any) bool {
	n, ok := number(y)
	if !ok {
		return false
	}
	size := -1
	switch v := x.(type) {
	case string:
		size = java.Length(v)
	case *java.List:
		size = v.Len()
	}
	return size >= 0 && n.Cmp(java.DecimalOf(int64(size))) == 0
}

func isEmpty(x, y any) bool {
	want, ok := y.(bool)
	if !ok {
		return false
	}
	switch v := x.(type) {
	case string:
		return (v == "") == want
	case *java.List:
		return (v.Len() == 0) == want
	case *java.Map:
		return (v.Len() == 0) == want
	}
	return false
}
