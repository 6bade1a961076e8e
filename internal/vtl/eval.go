package vtl

import (
	"math"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// eval returns the value of an expression; nil is Java's null.
func (st *state) eval(e parse.Expr) any {
	switch e := e.(type) {
	case *parse.Reference:
		return st.reference(e)
	case *parse.StringLiteral:
		if e.Parts == nil {
			return e.Value
		}
		return st.interpolate(e)
	case *parse.NumberLiteral:
		return e.Value
	case *parse.BoolLiteral:
		return e.Value
	case *parse.Binary:
		return st.binary(e)
	case *parse.ListLiteral:
		return st.list(e)
	case *parse.MapLiteral:
		return st.mapping(e)
	case *parse.Range:
		return st.rangeOf(e)
	case *parse.Paren:
		return st.eval(e.X)
	case *parse.Not:
		return !st.truth(e.X)
	}
	return nil // a bare word
}

// interpolate renders the inside of a string literal.
func (st *state) interpolate(s *parse.StringLiteral) any {
	text, c := st.capture(func() control { return st.block(s.Parts) })
	if c != goOn {
		panic(interrupt{c})
	}
	if s.Chop && text != "" {
		text = text[:len(text)-1]
	}
	return text
}

func (st *state) list(l *parse.ListLiteral) any {
	st.budget.Spend(32 + 16*len(l.Items))
	items := make([]any, len(l.Items))
	for i, item := range l.Items {
		items[i] = st.eval(item)
	}
	return java.NewList(items...)
}

func (st *state) mapping(m *parse.MapLiteral) any {
	st.budget.Spend(64 + 48*len(m.Keys))
	result := java.NewMapSize(len(m.Keys))
	for i := range m.Keys {
		key := st.eval(m.Keys[i])
		result.Put(key, st.eval(m.Values[i]))
	}
	return result
}

func (st *state) rangeOf(r *parse.Range) any {
	from, to := st.eval(r.From), st.eval(r.To)
	if !java.IsNumber(from) || !java.IsNumber(to) {
		return nil
	}
	first, last := int(java.Int32(from)), int(java.Int32(to))
	step := 1
	if first >= last {
		step = -1
	}
	n := (last-first)*step + 1
	st.at = r.Position()
	if n > math.MaxInt32 {
		panic(java.Throw("IllegalArgumentException", "Illegal Capacity: %d", int32(n))) // as Java wraps
	}
	st.budget.Spend(24 * n)
	st.budget.Work(n)
	items := make([]any, n)
	for i := range items {
		items[i] = java.Int(first + i*step)
	}
	return java.NewList(items...)
}

func (st *state) binary(b *parse.Binary) any {
	op := b.Op[0]
	switch op {
	case '&', '|', '=', '!', '<', '>':
		return st.test(b)
	}
	x, y := st.eval(b.X), st.eval(b.Y)
	if op == '+' {
		_, ok1 := x.(string)
		_, ok2 := y.(string)
		if ok1 || ok2 {
			return st.concat(b, x, y)
		}
	}
	if !java.IsNumber(x) || !java.IsNumber(y) {
		return nil
	}
	if (op == '/' || op == '%') && java.IsZero(y) {
		return nil
	}
	st.at, st.doing = b.Position(), ""
	st.budget.Spend(16)
	return java.Arithmetic(op, x, y, &st.budget)
}

// concat joins two values of which one is a string; a null operand prints as its source.
func (st *state) concat(b *parse.Binary, x, y any) any {
	if x == nil {
		x = b.LitX
	}
	if y == nil {
		y = b.LitY
	}
	st.at = b.Position()
	text := java.Append(nil, x, &st.budget)
	return java.Normalize(string(java.Append(text, y, &st.budget)))
}

// truth is the value of a condition: false and null are false, and so is every literal but true.
// Every other value is true, the empty string that an undefined reference is included (VTL-022).
func (st *state) truth(e parse.Expr) bool {
	switch e := e.(type) {
	case *parse.Reference:
		return st.referenceTruth(e)
	case *parse.BoolLiteral:
		return e.Value
	case *parse.Not:
		return !st.truth(e.X)
	case *parse.Paren:
		return st.truth(e.X)
	case *parse.Binary:
		return st.test(e)
	}
	return false
}

func (st *state) referenceTruth(r *parse.Reference) bool {
	if r.Runt {
		return false
	}
	switch v := st.resolve(r).(type) {
	case nil:
		return false
	case bool:
		return v
	case *block: // Velocity asks for its text
		_, ok := v.text()
		return ok
	}
	return true
}

// test is a comparison or a logical operation. An arithmetic operation is false.
func (st *state) test(b *parse.Binary) bool {
	switch b.Op {
	case "&&":
		return st.truth(b.X) && st.truth(b.Y)
	case "||":
		return st.truth(b.X) || st.truth(b.Y)
	case "+", "-", "*", "/", "%":
		return false
	}
	x, y := st.eval(b.X), st.eval(b.Y)
	st.at, st.doing = b.Position(), ""
	switch b.Op {
	case "==":
		return equal(st, x, y)
	case "!=":
		return !equal(st, x, y)
	}
	if !java.IsNumber(x) || !java.IsNumber(y) {
		return false
	}
	c := java.Compare(x, y, &st.budget)
	switch b.Op {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

// equal compares numbers by value, values of related classes by equals, and others by what they print.
func equal(st *state, x, y any) bool {
	if x, ok := x.(string); ok {
		if y, ok := y.(string); ok {
			return java.EqualStrings(x, y, &st.budget)
		}
	}
	if java.IsNumber(x) && java.IsNumber(y) {
		return java.Compare(x, y, &st.budget) == 0
	}
	if x == nil || y == nil {
		return x == nil && y == nil
	}
	if java.Assignable(x, y) {
		return java.Equal(x, y, &st.budget)
	}
	a := java.Append(nil, x, &st.budget)
	return string(a) == string(java.Append(nil, y, &st.budget))
}
