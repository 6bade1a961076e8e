package flow

import (
	"math"
	"strconv"

	"lambdaless/internal/vtl/parse"
)

// value is what an expression can be.
type value interface {
	isValue()
	// key identifies everything that matters about the value.
	key() string
}

type (
	// integer is a known Integer, or a Long.
	integer struct {
		n    int64
		long bool
	}
	// boolean is a known boolean.
	boolean struct{ b bool }
	// text is a String: literals and placeholders, one after another.
	text struct{ pieces Text }
	// object is one of API Gateway's own: input, util, stageVariables, foreach, and context with what is
	// below it.
	object struct{ name string }
	// block is what #define made.
	block struct{ define *parse.Define }
	// place is a map or a list that the template has made: the number of a cell of the heap.
	place struct{ cell int }
	// unset is a variable that was never set.
	unset struct{}
	// null is the result of an operation that failed.
	null struct{}
)

func (integer) isValue() {}
func (boolean) isValue() {}
func (text) isValue()    {}
func (object) isValue()  {}
func (block) isValue()   {}
func (place) isValue()   {}
func (unset) isValue()   {}
func (null) isValue()    {}

func (v integer) key() string {
	return map[bool]string{false: "i", true: "l"}[v.long] + strconv.FormatInt(v.n, 10)
}
func (v boolean) key() string { return "b" + strconv.FormatBool(v.b) }
func (v text) key() string    { return "t" + v.pieces.key() }
func (v object) key() string  { return "o" + v.name }
func (v block) key() string   { return "d" + strconv.Itoa(v.define.Position().Offset) }
func (v place) key() string   { return "p" + strconv.Itoa(v.cell) }
func (unset) key() string     { return "u" }
func (null) key() string      { return "n" }

func textOf(s string) text {
	if s == "" {
		return text{}
	}
	return text{Text{{Text: s}}}
}

// literal is the text of a String that the template alone decides.
func literal(v value) (string, bool) {
	if t, ok := v.(text); ok {
		return t.pieces.Literal()
	}
	return "", false
}

// print is a value's text, as a reference renders it. It is not ok for a value whose text is outside of
// the subset.
func (m *machine) print(v value, expr string, line int) (Text, bool) {
	switch v := v.(type) {
	case integer:
		return Text{{Text: strconv.FormatInt(v.n, 10), line: line}}, true
	case boolean:
		return Text{{Text: strconv.FormatBool(v.b), line: line}}, true
	case text:
		return v.pieces, true
	case *symbol:
		if v.kinds == isNothing {
			return nil, true
		}
		return Text{{symbol: v, Placeholder: placeholder(v, expr, line)}}, true
	}
	return nil, false
}

// toSymbol is a value seen as a symbol, for joins: what is known exactly becomes what it is like.
func toSymbol(v value) *symbol {
	switch v := v.(type) {
	case *symbol:
		return v
	case integer:
		return &symbol{kinds: isNumber, class: Number, nonEmpty: true, integer: true, javaInt: !v.long, finite: true, min: new64(v.n), max: new64(v.n), origins: []Origin{Program}}
	case boolean:
		return &symbol{kinds: isBool, class: Bool, nonEmpty: true, origins: []Origin{Program}}
	case text:
		return v.pieces.symbol()
	}
	return nil
}

// symbol is a text seen as one value.
func (t Text) symbol() *symbol {
	if s, ok := t.Literal(); ok {
		c := &symbol{kinds: isString, class: classOf(s), nonEmpty: s != "", origins: []Origin{Program}, finite: isJSONNumber(s)}
		if s == "" {
			c.class = Word
		} else {
			c.parts = []string{s}
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			c.min, c.max = &n, &n
		}
		return c
	}
	if len(t) == 1 {
		return t[0].symbol.with(func(c *symbol) {
			c.kinds, c.typ, c.tree, c.integer, c.test, c.name = isString, nil, false, false, nil, ""
		})
	}
	all := &symbol{kinds: isString, class: Word, expr: t.String(), whole: len(t.Placeholders()) == 1}
	for _, p := range t {
		if p.symbol == nil {
			all.class = all.class.joined(textClass(p.Text))
			all.parts = mergeParts(all.parts, []string{p.Text})
			all.origins = union(all.origins, []Origin{Program})
			all.nonEmpty = true
			continue
		}
		all.class = all.class.joined(p.symbol.class)
		all.parts = mergeParts(all.parts, p.symbol.parts)
		all.sources = mergeParts(all.sources, p.symbol.sources)
		all.whole = all.whole && p.symbol.whole
		all.origins = union(all.origins, p.symbol.origins)
		all.nonEmpty = all.nonEmpty || p.symbol.nonEmpty
	}
	return all
}

// textClass is the class of a literal beside placeholders: Word at best.
func textClass(s string) Class {
	if c := classOf(s); !c.isWord() {
		return c
	}
	return Word
}

// joinValues is a value that is one of two; false when there is no such value in the subset.
func joinValues(a, b value) (value, bool) {
	if a.key() == b.key() {
		return a, true
	}
	x, y := toSymbol(a), toSymbol(b)
	if x == nil || y == nil {
		return nil, false
	}
	return joinSymbols(x, y), true
}

// arithmetic is a Long where an operand is, or where the result is too large for an Integer.
func arithmetic(op string, x, y integer) (value, bool) {
	const exact = math.MaxInt32
	a, b := x.n, y.n
	result := func(n int64) (value, bool) {
		return integer{n, x.long || y.long || n > math.MaxInt32 || n < math.MinInt32}, true
	}
	if a > exact || a < -exact || b > exact || b < -exact {
		return nil, false
	}
	switch op {
	case "+":
		return result(a + b)
	case "-":
		return result(a - b)
	case "*":
		return result(a * b)
	}
	switch {
	case b == 0:
		return null{}, true
	case op == "%":
		return result(a % b)
	}
	return result(a / b)
}
