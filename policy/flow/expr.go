package flow

import (
	"strings"

	"lambdaless/internal/vtl/parse"
)

// expr is the value of an expression in one configuration. It is not ok, and reported, when the
// expression is outside of the subset.
func (m *machine) expr(e parse.Expr, s *state) (value, bool) {
	switch e := e.(type) {
	case *parse.Reference:
		if e.Runt || !m.plain(e) {
			return m.undefined(e)
		}
		v, ok := m.value(e, s)
		if _, undefined := v.(unset); undefined && ok {
			return m.undefined(e)
		}
		return v, ok
	case *parse.StringLiteral:
		return m.stringLiteral(e, s)
	case *parse.NumberLiteral:
		return numberLiteral(e), true
	case *parse.BoolLiteral:
		return boolean{e.Value}, true
	case *parse.ListLiteral:
		c := &cell{}
		for _, item := range e.Items {
			v, ok := m.expr(item, s)
			if !ok {
				return nil, false
			}
			c.items = append(c.items, stored(v))
		}
		return m.allocate(e, c, s)
	case *parse.MapLiteral:
		return m.mapLiteral(e, s)
	case *parse.Range:
		return m.rangeOf(e, s)
	case *parse.Binary:
		return m.binary(e, s)
	case *parse.Not:
		return m.question(e, s)
	case *parse.Paren:
		return m.expr(e.X, s)
	}
	m.report(m.line, `write "" or a variable`, "the word %s is not a value", name(e))
	return nil, false
}

// undefined reports a variable that has no value on some path. What it renders is not relied on: it may
// be a variable that API Gateway knows.
func (m *machine) undefined(ref *parse.Reference) (value, bool) {
	m.report(m.line, "write #set($"+ref.Name+` = "") before`, "$%s is not set on every path that leads here, so that it may be text", ref.Name)
	return nil, false
}

func numberLiteral(e *parse.NumberLiteral) value {
	switch n := e.Value.(type) {
	case int32:
		return integer{n: int64(n)}
	case int64:
		return integer{n, true}
	}
	return &symbol{expr: e.Raw, kinds: isNumber, class: Number, nonEmpty: true, finite: isJSONNumber(e.Raw), origins: []Origin{Program}}
}

// stringLiteral is a text with references in it. Directives in it are outside of the subset.
func (m *machine) stringLiteral(e *parse.StringLiteral, s *state) (value, bool) {
	if e.Parts == nil {
		return textOf(e.Value), true
	}
	var pieces Text
	for i, part := range e.Parts.List {
		var ok bool
		if pieces, ok = m.stringPart(part, e.Chop && i == len(e.Parts.List)-1, pieces, s); !ok {
			return nil, false
		}
	}
	return text{pieces}, true
}

func (m *machine) stringPart(part parse.Statement, chop bool, pieces Text, s *state) (Text, bool) {
	switch part := part.(type) {
	case *parse.Text:
		literal := part.Value
		if chop {
			literal = strings.TrimSuffix(literal, " ") // the blank that ends a last reference
		}
		return pieces.plus(Piece{Text: literal, line: m.line}), true
	case *parse.Reference:
		if part.Runt {
			return pieces.plus(Piece{Text: part.Name, line: m.line}), true
		}
		if !m.plain(part) {
			return nil, false
		}
		pieces = pieces.plus(Piece{Text: part.Escapes + part.Before, line: m.line})
		v, ok := m.value(part, s)
		if !ok {
			return nil, false
		}
		printed, ok := m.print(v, name(part), m.line)
		if !ok {
			m.report(m.line, "", "what %s prints within a text is not known", name(part))
			return nil, false
		}
		for _, p := range printed {
			pieces = pieces.plus(p)
		}
		return pieces, true
	}
	m.report(m.line, "set a variable with #if and #set, and use it in the text", "a directive within a text in quotes is not followed")
	return nil, false
}

func (m *machine) mapLiteral(e *parse.MapLiteral, s *state) (value, bool) {
	c := &cell{isMap: true}
	for i := range e.Keys {
		k, ok := m.expr(e.Keys[i], s)
		if !ok {
			return nil, false
		}
		v, ok := m.expr(e.Values[i], s)
		if !ok {
			return nil, false
		}
		if known, isLiteral := literal(k); isLiteral && !c.blurred {
			c = c.put(known, stored(v))
			continue
		}
		if c, ok = c.mix(k, stored(v)); !ok {
			m.report(m.line, "", "a key of the map %s is not followed", name(e))
			return nil, false
		}
	}
	return m.allocate(e, c, s)
}

// allocate makes a cell of what a literal makes. A literal that is evaluated again stands for everything
// that it has made.
func (m *machine) allocate(e parse.Expr, c *cell, s *state) (value, bool) {
	i, ok := m.cells[e]
	if !ok {
		i = len(m.cells)
		m.cells[e] = i
	}
	heap := make([]*cell, max(len(s.heap), i+1))
	copy(heap, s.heap)
	if old := heap[i]; old != nil {
		c = joinCells(old, c)
	}
	heap[i] = c
	s.heap = heap
	return place{i}, true
}

func (m *machine) rangeOf(e *parse.Range, s *state) (value, bool) {
	from, ok := m.expr(e.From, s)
	if !ok {
		return nil, false
	}
	to, ok := m.expr(e.To, s)
	if !ok {
		return nil, false
	}
	a, isInteger := from.(integer)
	b, also := to.(integer)
	if !isInteger || !also {
		m.report(m.line, "loop over a list", "a range whose bounds are not known is not followed")
		return nil, false
	}
	if d := a.n - b.n; d > maxItems || d < -maxItems {
		m.report(m.line, "", "a range of more than %d numbers is too long to be followed", maxItems)
		return nil, false
	}
	c := &cell{}
	step := int64(1)
	if a.n >= b.n {
		step = -1
	}
	for n := a.n; ; n += step {
		c.items = append(c.items, integer{n: n})
		if n == b.n {
			break
		}
	}
	return m.allocate(e, c, s)
}

func (m *machine) binary(e *parse.Binary, s *state) (value, bool) {
	switch e.Op {
	case "&&", "||", "==", "!=", "<", ">", "<=", ">=":
		return m.question(e, s)
	}
	x, ok := m.expr(e.X, s)
	if !ok {
		return nil, false
	}
	y, ok := m.expr(e.Y, s)
	if !ok {
		return nil, false
	}
	a, isInteger := x.(integer)
	b, also := y.(integer)
	if isInteger && also {
		if v, ok := arithmetic(e.Op, a, b); ok {
			return v, true
		}
	}
	return m.operation(e, x, y)
}

// operation is arithmetic on what is not known, or a text that is put together by +.
func (m *machine) operation(e *parse.Binary, x, y value) (value, bool) {
	p, q := toSymbol(x), toSymbol(y)
	if p == nil || q == nil {
		m.report(m.line, "", "%s is not an operation on numbers or texts", name(e))
		return nil, false
	}
	_, xIsText := x.(text)
	_, yIsText := y.(text)
	if e.Op == "+" && (xIsText || yIsText || p.kinds == isString || q.kinds == isString) {
		a, _ := m.print(x, name(e.X), m.line)
		b, _ := m.print(y, name(e.Y), m.line)
		joined := a
		for _, piece := range b {
			joined = joined.plus(piece)
		}
		return text{joined}, true
	}
	if e.Op == "+" && (p.kinds|q.kinds)&isString != 0 {
		m.report(m.line, `write "$a$b" for a text`, "whether %s adds numbers or texts is not known", name(e))
		return nil, false
	}
	if p.kinds&isNumber == 0 || q.kinds&isNumber == 0 {
		return null{}, true
	}
	v := &symbol{
		expr: name(e), kinds: isNumber, class: Word, nonEmpty: true, origins: union(p.origins, q.origins),
		integer: p.integer && q.integer,
	}
	if v.integer {
		v.class, v.finite = Number, true
	}
	divisor, _ := y.(integer)
	if p.kinds != isNumber || q.kinds != isNumber || (e.Op == "/" || e.Op == "%") && divisor.n == 0 {
		v.kinds |= isNothing // the operation may fail
	}
	return v, true
}

// mayFail is the value of an operation that may also fail, without that; nil when it cannot fail.
func mayFail(e parse.Expr, v value) value {
	b, ok := e.(*parse.Binary)
	if p, isParen := e.(*parse.Paren); isParen {
		return mayFail(p.X, v)
	}
	if !ok || !strings.Contains("+-*/%", b.Op) {
		return nil
	}
	if s, isSymbol := v.(*symbol); isSymbol && s.kinds == isNumber|isNothing {
		return s.with(func(c *symbol) { c.kinds = isNumber })
	}
	return nil
}

// lookup is a variable's value, without its steps.
func (m *machine) lookup(ref *parse.Reference, s *state) value {
	if len(s.loops) > 0 {
		l := s.loops[len(s.loops)-1]
		switch ref.Name {
		case "foreach":
			return object{"foreach"}
		case "velocityCount":
			return l.count
		case "velocityHasNext":
			return l.hasNext
		}
	}
	if v := s.env[m.slots[ref.Name]]; v != nil {
		return v
	}
	return unset{}
}

// value is a reference's value.
func (m *machine) value(ref *parse.Reference, s *state) (value, bool) {
	if ref.Name == "" {
		m.report(m.line, "", "a reference without a name is not followed")
		return nil, false
	}
	v := m.lookup(ref, s)
	for i := range ref.Steps {
		upTo := name(&parse.Reference{Name: ref.Name, Steps: ref.Steps[:i+1]})
		var ok bool
		if v, ok = m.step(v, ref.Steps[i:], upTo, ref.Name, s); !ok {
			return nil, false
		}
	}
	if y, ok := v.(*symbol); ok {
		return s.known.refine(y), true
	}
	return v, true
}

// step is a property, an element or a method of a value.
func (m *machine) step(v value, steps []parse.Step, upTo, variable string, s *state) (value, bool) {
	step := &steps[0]
	args := make([]value, len(step.Args))
	for i, a := range step.Args {
		arg, ok := m.expr(a, s)
		if !ok {
			return nil, false
		}
		args[i] = arg
	}
	c := call{m: m, s: s, recv: v, name: step.Method, args: args, expr: upTo, next: steps[1:]}
	if step.Index {
		c.name = "get"
	}
	switch v := v.(type) {
	case unset:
		m.report(m.line, "write #set($"+variable+` = "") before`, "$%s is not set on every path that leads here", variable)
		return nil, false
	case object:
		return m.objectStep(c, v, step)
	case block:
		m.report(m.line, "", "a method of the block $%s is not followed", variable)
		return nil, false
	case *symbol:
		c.recv = s.known.refine(v)
	}
	if step.Property != "" {
		return c.property(step.Property)
	}
	return c.method()
}
