package vtl

import (
	"math"

	"lambdaless/internal/vtl/jvm"
)

func (n *NumberLiteral) eval(*state) any { return n.Value }
func (b *BoolLiteral) eval(*state) any   { return b.Value }
func (*Word) eval(*state) any            { return nil }
func (x *Paren) eval(st *state) any      { return x.X.eval(st) }
func (n *Not) eval(st *state) any        { return !truth(st, n.X) }

func (s *StringLiteral) eval(st *state) any {
	if s.Parts == nil {
		return s.Value
	}
	text, c := st.capture(func() control { return s.Parts.render(st) })
	if c != goOn {
		panic(interrupt{c})
	}
	if s.chop && text != "" {
		text = text[:len(text)-1]
	}
	return text
}

func (l *ListLiteral) eval(st *state) any {
	st.budget.Spend(32 + 16*len(l.Items))
	items := make([]any, len(l.Items))
	for i, item := range l.Items {
		items[i] = item.eval(st)
	}
	return jvm.NewList(items...)
}

func (m *MapLiteral) eval(st *state) any {
	st.budget.Spend(64 + 48*len(m.Keys))
	result := jvm.NewMapSize(len(m.Keys))
	for i := range m.Keys {
		key := m.Keys[i].eval(st)
		result.Put(key, m.Values[i].eval(st))
	}
	return result
}

func (r *Range) eval(st *state) any {
	from, to := r.From.eval(st), r.To.eval(st)
	if !jvm.IsNumber(from) || !jvm.IsNumber(to) {
		return nil
	}
	first, last := int(jvm.Int32(from)), int(jvm.Int32(to))
	step := 1
	if first >= last {
		step = -1
	}
	n := (last-first)*step + 1
	st.at = r.pos
	if n > math.MaxInt32 {
		panic(jvm.Throw("IllegalArgumentException", "Illegal Capacity: %d", int32(n))) //nolint:gosec // as Java wraps
	}
	st.budget.Spend(24 * n)
	items := make([]any, n)
	for i := range items {
		items[i] = jvm.Int(first + i*step)
	}
	return jvm.NewList(items...)
}

func (b *Binary) eval(st *state) any {
	switch b.op {
	case '&', '|', '=', '!', '<', '>':
		return b.test(st)
	}
	x, y := b.X.eval(st), b.Y.eval(st)
	if b.op == '+' {
		_, ok1 := x.(string)
		_, ok2 := y.(string)
		if ok1 || ok2 {
			return b.concat(st, x, y)
		}
	}
	if !jvm.IsNumber(x) || !jvm.IsNumber(y) {
		return nil
	}
	if (b.op == '/' || b.op == '%') && jvm.IsZero(y) {
		return nil
	}
	st.at, st.doing = b.pos, ""
	st.budget.Spend(16)
	return jvm.Arithmetic(b.op, x, y)
}

// concat joins two values of which one is a string; a null operand prints as its source.
func (b *Binary) concat(st *state, x, y any) any {
	if x == nil {
		x = b.litX
	}
	if y == nil {
		y = b.litY
	}
	st.at = b.pos
	text := jvm.Append(nil, x, &st.budget)
	return jvm.Normalize(string(jvm.Append(text, y, &st.budget)))
}

// truth is the value of a condition: false and null are false, and so is every literal but true.
// Every other value is true, the empty string that an undefined reference is included (VTL-022).
func truth(st *state, e Expr) bool {
	switch e := e.(type) {
	case *Reference:
		return e.truth(st)
	case *BoolLiteral:
		return e.Value
	case *Not:
		return !truth(st, e.X)
	case *Paren:
		return truth(st, e.X)
	case *Binary:
		return e.test(st)
	}
	return false
}

func (r *Reference) truth(st *state) bool {
	if r.runt {
		return false
	}
	switch v := r.resolve(st).(type) {
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
func (b *Binary) test(st *state) bool {
	switch b.Op {
	case "&&":
		return truth(st, b.X) && truth(st, b.Y)
	case "||":
		return truth(st, b.X) || truth(st, b.Y)
	case "+", "-", "*", "/", "%":
		return false
	}
	x, y := b.X.eval(st), b.Y.eval(st)
	st.at, st.doing = b.pos, ""
	switch b.Op {
	case "==":
		return equal(st, x, y)
	case "!=":
		return !equal(st, x, y)
	}
	if !jvm.IsNumber(x) || !jvm.IsNumber(y) {
		return false
	}
	c := jvm.Compare(x, y)
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
			return x == y
		}
	}
	if jvm.IsNumber(x) && jvm.IsNumber(y) {
		return jvm.Compare(x, y) == 0
	}
	if x == nil || y == nil {
		return x == nil && y == nil
	}
	if jvm.Assignable(x, y) {
		return jvm.Equal(x, y)
	}
	a := jvm.Append(nil, x, &st.budget)
	return string(a) == string(jvm.Append(nil, y, &st.budget))
}
