package flow

import (
	"fmt"
	"slices"
	"strconv"
)

// symbol is a value that only a request or an answer decides. It never changes.
type symbol struct {
	// name identifies the value: two symbols with one name are the same value in one rendering. Empty is
	// a value that nothing is remembered about.
	name string
	// expr is the expression that made it, as in the template.
	expr  string
	kinds kinds
	class Class
	// nonEmpty tells that its text has at least one character.
	nonEmpty bool
	// integer tells that it is an Integer, a Long or a BigInteger; min and max are its inclusive bounds.
	integer  bool
	min, max *int64
	// javaInt tells that a number is an Integer of Java: a method with a parameter of that class takes no Long.
	javaInt bool
	// finite tells that a number is not NaN and not infinite.
	finite  bool
	origins []Origin
	// typ is the type of a value that came from outside; tree tells that it did.
	typ  *Type
	tree bool
	// parts are literals that its text is put together from, beside placeholders.
	parts []string
	// composed tells that it stands for several pieces of an open string, in an order and number that only
	// a request decides.
	composed bool
	// sources are what its text is made of: claims as $context.authorizer.claims names them, and
	// parameters as "params.name".
	sources []string
	// whole tells that texts of different values of what it is made of differ.
	whole bool
	// body tells that it is the text of the body, as it came or with U+007F escaped.
	body bool
	// jsonKinds are the kinds of values that a text of class JSON is the JSON of, where there is one.
	jsonKinds kinds
	// keyOf is the name of the map of which it is a key: the map has a member of this name.
	keyOf string
	// measures is the value of which this is the length or the size: that there is one says that the value
	// is of the kinds measured.
	measures *symbol
	measured kinds
	// test is what a boolean symbol says about another one when it is true, and when it is false.
	test *test
	id   string // all of the above
}

// test is a question about a symbol, whose answer says more about the symbol.
type test struct {
	subject *symbol
	op      string // "==", "has", "in", "matches", "<", ">", "<=", ">=", "empty"
	text    string
	texts   []string // of "in"
	number  int64
	negated bool
}

func (s *symbol) isValue() {}

func (s *symbol) key() string {
	if s.id == "" {
		out := make([]byte, 0, 96)
		out = framed(append(out, 's'), s.name)
		out = append(out, byte(s.kinds), byte(s.class), flags(s.nonEmpty, s.integer, s.finite, s.tree, s.composed, s.body, s.javaInt, s.whole), byte(s.jsonKinds))
		out = appendBound(appendBound(out, s.min), s.max)
		for _, o := range s.origins {
			out = append(out, o[:2]...)
		}
		for _, list := range [][]string{s.parts, s.sources} {
			out = append(out, 1)
			for _, item := range list {
				out = framed(out, item)
			}
		}
		if s.tree && s.typ != nil {
			out = fmt.Appendf(out, "%p", s.typ)
		}
		if s.keyOf != "" {
			out = framed(append(out, '@'), s.keyOf)
		}
		if s.measures != nil {
			out = append(framed(append(out, '#'), s.measures.name), byte(s.measured))
		}
		if s.test != nil {
			out = framed(framed(append(out, '?'), s.test.subject.key()), s.test.op)
			out = strconv.AppendInt(framed(out, s.test.text), s.test.number, 10)
			out = append(out, flags(s.test.negated))
			for _, text := range s.test.texts {
				out = framed(out, text)
			}
		}
		s.id = string(out)
	}
	return s.id
}

func flags(set ...bool) byte {
	var b byte
	for i, on := range set {
		if on {
			b |= 1 << i
		}
	}
	return b
}

func appendBound(out []byte, n *int64) []byte {
	if n == nil {
		return append(out, '-')
	}
	return append(strconv.AppendInt(out, *n, 10), ';')
}

func deref(n *int64) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(*n)
}

// bounded reports whether a number has a known upper and lower bound.
func (s *symbol) bounded() bool { return s.min != nil && s.max != nil }

// isValueText reports whether the symbol's text is always one whole JSON value.
func (s *symbol) isValueText() bool {
	switch s.class {
	case JSON, Bool:
		return s.nonEmpty
	case Number:
		return s.nonEmpty && s.finite
	case Raw, Escaped, Quotable, Word:
	}
	return false
}

func (s *symbol) with(change func(*symbol)) *symbol {
	c := *s
	c.id = ""
	change(&c)
	return &c
}

// derived is the name of what a function that always does the same makes of the value.
func (s *symbol) derived(function string) string {
	if s.name == "" {
		return ""
	}
	doubt := ""
	if s.kinds&isNothing != 0 {
		doubt = "?"
	}
	return function + "(" + s.name + doubt + ")"
}

// anonymous is the same value with nothing remembered about it.
func (s *symbol) anonymous() *symbol {
	return s.with(func(c *symbol) { c.name, c.test, c.measures, c.keyOf = "", nil, nil, "" })
}

// joinSymbols is a value that is one of two.
func joinSymbols(a, b *symbol) *symbol {
	if a == b || a.key() == b.key() {
		return a
	}
	j := &symbol{
		expr: a.expr, kinds: a.kinds | b.kinds, class: a.class.either(b.class), nonEmpty: a.nonEmpty && b.nonEmpty,
		integer: a.integer && b.integer, finite: a.finite && b.finite, origins: union(a.origins, b.origins),
		min: lower(a.min, b.min), max: higher(a.max, b.max), tree: a.tree || b.tree,
		parts: mergeParts(a.parts, b.parts), sources: mergeParts(a.sources, b.sources),
	}
	if a.name == b.name {
		j.name = a.name
	}
	if a.typ == b.typ && a.tree == b.tree {
		j.typ = a.typ
	}
	j.body, j.javaInt, j.whole = a.body && b.body, a.javaInt && b.javaInt, a.whole && b.whole
	j.jsonKinds = a.jsonKinds | b.jsonKinds
	return j
}

func lower(a, b *int64) *int64 {
	if a == nil || b == nil {
		return nil
	}
	return new64(min(*a, *b))
}

func higher(a, b *int64) *int64 {
	if a == nil || b == nil {
		return nil
	}
	return new64(max(*a, *b))
}

func new64(n int64) *int64 { return &n }

// maxParts bounds how many literals are kept of a text that is put together.
const maxParts = 256

func mergeParts(a, b []string) []string {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxParts)]
}

// fromTree makes the symbol of a value that came from outside.
func fromTree(name, expr string, t *Type, present bool, origins []Origin) *symbol {
	s := &symbol{name: name, expr: expr, kinds: t.kindSet(), origins: origins, typ: t, tree: true}
	if t == nil {
		return s
	}
	if !present {
		s.kinds |= isNothing
	}
	s.min, s.max = t.min, t.max
	s.describeText()
	return s
}

// describeText sets what the kinds and the type say about the text.
func (s *symbol) describeText() {
	exists := s.kinds &^ isNothing
	s.nonEmpty = s.kinds&isNothing == 0 && (s.kinds&isString == 0 || s.typ != nil && s.typ.nonEmpty)
	switch exists {
	case isNumber:
		// A JSON number may be too large for a Double, which prints Infinity.
		s.class, s.finite = Number, s.typ != nil && s.bounded()
	case isBool:
		s.class = Bool
	case isNumber | isBool:
		s.class = Word
	case isString:
		s.class = Raw
		if s.typ != nil {
			s.class = s.typ.class
			s.finite = s.class == Number
		}
	case 0:
		s.class = Word
	default:
		s.class = Raw
	}
}
