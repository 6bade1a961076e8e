package jsonpath

import (
	"strings"

	"lambdaless/internal/vtl/jvm"
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

func number(v any) (*jvm.Decimal, bool) {
	if !jvm.IsNumber(v) {
		return nil, false
	}
	return jvm.ParseDecimal(jvm.String(v))
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
			m, ok = jvm.ParseDecimal(s)
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
	return jvm.Equal(x, y)
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
	case *jvm.Map, *jvm.List:
		switch y.(type) {
		case *jvm.Map, *jvm.List:
			return true
		}
		return false
	}
	return jvm.IsNumber(x) && jvm.IsNumber(y)
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
	return int(jvm.CompareStrings(s, t).(int32)), true
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
	case *jvm.List:
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
		return jvm.String(v)
	}
	if jvm.IsNumber(v) {
		return jvm.String(v)
	}
	return ""
}

func contains(list, v any) bool {
	l, ok := list.(*jvm.List)
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
	l, ok := list.(*jvm.List)
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
	l, ok := x.(*jvm.List)
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
		size = jvm.Length(v)
	case *jvm.List:
		size = v.Len()
	}
	return size >= 0 && n.Cmp(jvm.DecimalOf(int64(size))) == 0
}

func isEmpty(x, y any) bool {
	want, ok := y.(bool)
	if !ok {
		return false
	}
	switch v := x.(type) {
	case string:
		return (v == "") == want
	case *jvm.List:
		return (v.Len() == 0) == want
	case *jvm.Map:
		return (v.Len() == 0) == want
	}
	return false
}
