package jsonpath

import (
	"strings"

	"lambdaless/internal/vtl/java"
)

// operators are the comparisons of filters, by their lower-case names.
var operators map[string]func(b *java.Budget, x, y any) bool

func init() {
	operators = map[string]func(b *java.Budget, x, y any) bool{
		"==":       equal,
		"!=":       func(b *java.Budget, x, y any) bool { return !equal(b, x, y) },
		"===":      func(b *java.Budget, x, y any) bool { return sameType(x, y) && equal(b, x, y) },
		"!==":      func(b *java.Budget, x, y any) bool { return !sameType(x, y) || !equal(b, x, y) },
		"<":        func(b *java.Budget, x, y any) bool { c, ok := order(b, x, y); return ok && c < 0 },
		"<=":       func(b *java.Budget, x, y any) bool { c, ok := order(b, x, y); return ok && c <= 0 },
		">":        func(b *java.Budget, x, y any) bool { c, ok := order(b, x, y); return ok && c > 0 },
		">=":       func(b *java.Budget, x, y any) bool { c, ok := order(b, x, y); return ok && c >= 0 },
		"=~":       matches,
		"in":       func(b *java.Budget, x, y any) bool { return contains(b, y, x) },
		"nin":      func(b *java.Budget, x, y any) bool { return !contains(b, y, x) },
		"contains": containsText,
		"all":      func(b *java.Budget, x, y any) bool { return every(y, func(v any) bool { return contains(b, x, v) }) },
		"size":     hasSize,
		"empty":    isEmpty,
		"subsetof": func(b *java.Budget, x, y any) bool { return every(x, func(v any) bool { return contains(b, y, v) }) },
		"anyof":    anyOf,
		"noneof":   func(b *java.Budget, x, y any) bool { return !anyOf(b, x, y) },
	}
}

func number(b *java.Budget, v any) (*java.Decimal, bool) {
	if !java.IsNumber(v) {
		return nil, false
	}
	text := string(java.Append(nil, v, b))
	b.Work(len(text) * len(text) / 64)
	return java.ParseDecimal(text)
}

// equal compares numbers by value, and a number with a string by what the string says.
func equal(b *java.Budget, x, y any) bool {
	b.Work(4)
	if s, ok := x.(string); ok {
		if n, ok := number(b, y); ok {
			return s == n.String()
		}
		t, ok := y.(string)
		return ok && java.EqualStrings(s, t, b)
	}
	if n, ok := number(b, x); ok {
		m, ok := number(b, y)
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
	return java.Equal(x, y, b)
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
func order(b *java.Budget, x, y any) (int, bool) {
	n, xn := number(b, x)
	m, yn := number(b, y)
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

func matches(b *java.Budget, x, y any) bool {
	p, left := x.(pattern)
	q, right := y.(pattern)
	switch {
	case left == right:
		return false
	case left:
		return matchesAny(b, p, y)
	}
	return matchesAny(b, q, x)
}

// matchesAny says whether a text, or a text in a list, matches.
func matchesAny(b *java.Budget, p pattern, v any) bool {
	list, ok := v.(*java.List)
	if !ok {
		list = java.NewList(v)
	}
	for _, item := range list.Items {
		text := input(item)
		b.Work(64 + 4*len(text))
		found := p.Matches(text)
		b.CheckTime() // a search may take long whatever the length
		if found {
			return true
		}
	}
	return false
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

func contains(b *java.Budget, list, v any) bool {
	l, ok := list.(*java.List)
	if !ok {
		return false
	}
	for _, item := range l.Items {
		if equal(b, item, v) {
			return true
		}
	}
	return false
}

func containsText(b *java.Budget, x, y any) bool {
	if s, ok := x.(string); ok {
		t, ok := y.(string)
		b.Work(len(s))
		return ok && strings.Contains(s, t)
	}
	return contains(b, x, y)
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

func anyOf(b *java.Budget, x, y any) bool {
	l, ok := x.(*java.List)
	if !ok {
		return false
	}
	for _, item := range l.Items {
		if contains(b, y, item) {
			return true
		}
	}
	return false
}

func hasSize(b *java.Budget, x, y any) bool {
	n, ok := number(b, y)
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

func isEmpty(_ *java.Budget, x, y any) bool {
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
