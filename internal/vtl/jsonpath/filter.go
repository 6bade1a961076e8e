package jsonpath

import (
	"strings"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/jsonsmart"
	"lambdaless/internal/vtl/regex"
)

// predicate is a filter: whether an item is kept.
type predicate func(*evaluation, any) bool

// operand is a value in a filter: a literal or what a path leads to.
type operand func(*evaluation, any) any

// undefined is the value of a path in a filter that leads nowhere. It equals nothing.
type undefined struct{}

// pattern is a regular expression in a filter.
type pattern struct{ *regex.Pattern }

// filter compiles what stands in parentheses after a question mark.
func (c *compiler) filter(s string) predicate {
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") {
		c.fail("Filter must start with '[?(' and end with ')]'. [?%s]", s)
	}
	f := &filterCompiler{compiler: &compiler{in: s, depth: c.depth}, path: c.in}
	p := f.or()
	if f.more() {
		f.broken()
	}
	return p
}

type filterCompiler struct {
	*compiler
	path string
	nest int
}

func (f *filterCompiler) broken() {
	panic(&InvalidPathError{f.path, "Failed to parse filter: " + f.in})
}

func (f *filterCompiler) blanks() {
	for f.more() && f.in[f.i] == ' ' {
		f.i++
	}
}

func (f *filterCompiler) skip(s string) bool {
	f.blanks()
	if !f.peek(s) {
		return false
	}
	f.i += len(s)
	return true
}

func (f *filterCompiler) or() predicate {
	p := f.and()
	for f.skip("||") {
		x, y := p, f.and()
		p = func(e *evaluation, v any) bool { return x(e, v) || y(e, v) }
	}
	return p
}

func (f *filterCompiler) and() predicate {
	p := f.unary()
	for f.skip("&&") {
		x, y := p, f.unary()
		p = func(e *evaluation, v any) bool { return x(e, v) && y(e, v) }
	}
	return p
}

func (f *filterCompiler) unary() predicate {
	if f.nest++; f.nest > maxNesting {
		f.broken()
	}
	defer func() { f.nest-- }()
	if f.skip("!") {
		p := f.unary()
		return func(e *evaluation, v any) bool { return !p(e, v) }
	}
	if f.skip("(") {
		p := f.or()
		if !f.skip(")") {
			f.broken()
		}
		return p
	}
	return f.comparison()
}

func (f *filterCompiler) comparison() predicate {
	left, isPath := f.operand()
	f.blanks()
	if !f.more() || strings.IndexByte(")&|", f.in[f.i]) >= 0 {
		if !isPath {
			f.broken()
		}
		return func(e *evaluation, v any) bool { return left(e, v) != any(undefined{}) }
	}
	name := f.operator()
	compare, ok := operators[strings.ToLower(name)]
	if !ok {
		panic(&InvalidPathError{f.path, "Filter operator " + name + " is not supported!"})
	}
	right, _ := f.operand()
	return func(e *evaluation, v any) bool { return compare(e.budget, left(e, v), right(e, v)) }
}

func (f *filterCompiler) operator() string {
	start := f.i
	symbol := func(b byte) bool { return strings.IndexByte("<>=~!", b) >= 0 }
	if symbol(f.in[f.i]) {
		for f.more() && symbol(f.in[f.i]) {
			f.i++
		}
	} else {
		for f.more() && f.in[f.i] != ' ' {
			f.i++
		}
	}
	return f.in[start:f.i]
}

func (f *filterCompiler) operand() (value operand, isPath bool) {
	f.blanks()
	if !f.more() {
		f.broken()
	}
	switch b := f.in[f.i]; b {
	case '$', '@':
		return f.pathOperand(), true
	case '\'', '"':
		return constant(f.text(b)), false
	case '/':
		return constant(f.pattern()), false
	case '[':
		return constant(f.json('[', ']')), false
	case '{':
		return constant(f.json('{', '}')), false
	}
	for word, v := range map[string]any{"true": true, "false": false, "null": nil} {
		if f.peek(word) {
			f.i += len(word)
			return constant(v), false
		}
	}
	return constant(f.decimal()), false
}

func constant(v any) operand { return func(*evaluation, any) any { return v } }

func (f *filterCompiler) pathOperand() operand {
	start := f.i
	f.i++
loop:
	for f.more() {
		switch b := f.in[f.i]; {
		case b == '[' || b == '(':
			closing := byte(']')
			if b == '(' {
				closing = ')'
			}
			end := f.closing(f.i, b, closing)
			if end < 0 {
				f.broken()
			}
			f.i = end
		case strings.IndexByte("<>=~! )&|", b) >= 0:
			break loop
		}
		f.i++
	}
	p := compileAt(f.in[start:f.i], f.depth+1)
	return func(e *evaluation, v any) any {
		e.visit()
		model := v
		if p.root {
			model = e.root
		}
		value, found, err := p.read(model, e.root, e.budget)
		if err != nil || !found {
			return undefined{}
		}
		return value
	}
}

func (f *filterCompiler) text(quote byte) any {
	for i := f.i + 1; i < len(f.in); i++ {
		switch f.in[i] {
		case '\\':
			i++
		case quote:
			s := unescape(f.in[f.i+1 : i])
			f.i = i + 1
			return s
		}
	}
	f.broken()
	return nil
}

func (f *filterCompiler) pattern() any {
	for i := f.i + 1; i < len(f.in); i++ {
		switch f.in[i] {
		case '\\':
			i++
		case '/':
			text := f.in[f.i+1 : i]
			f.i = i + 1
			if f.peek("i") {
				f.i++
				text = "(?i)" + text
			}
			re, err := regex.Compile(text)
			if err != nil {
				panic(&InvalidPathError{f.path, err.Error()})
			}
			return pattern{re}
		}
	}
	f.broken()
	return nil
}

func (f *filterCompiler) json(open, end byte) any {
	i := f.closing(f.i, open, end)
	if i < 0 {
		f.broken()
	}
	v, err := jsonsmart.Parse(f.in[f.i : i+1])
	if err != nil {
		panic(&InvalidPathError{f.path, err.Error()})
	}
	f.i = i + 1
	return v
}

func (f *filterCompiler) decimal() any {
	start := f.i
	for f.more() && strings.IndexByte("0123456789.-+eE", f.in[f.i]) >= 0 {
		f.i++
	}
	d, ok := java.ParseDecimal(f.in[start:f.i])
	if !ok {
		f.broken()
	}
	return d
}
