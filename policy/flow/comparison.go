package flow

import (
	"strconv"

	"lambdaless/internal/vtl/parse"
)

// comparison is == and its like, as Velocity decides them where both sides are known.
func (m *machine) comparison(e *parse.Binary, s *state) (value, bool) {
	x, ok := m.compared(e.X, s)
	if !ok {
		return nil, false
	}
	y, ok := m.compared(e.Y, s)
	if !ok {
		return nil, false
	}
	a, aKnown := comparable1(x)
	b, bKnown := comparable1(y)
	if aKnown && bKnown {
		return boolean{compareKnown(e.Op, a, b)}, true
	}
	v := unknownBoolean(name(e), s)
	subject, isSymbol := x.(*symbol)
	other, otherKnown, op := b, bKnown, e.Op
	if !isSymbol {
		subject, isSymbol = y.(*symbol)
		other, otherKnown = a, aKnown
		op = map[string]string{"<": ">", ">": "<", "<=": ">=", ">=": "<="}[op]
		if op == "" {
			op = e.Op
		}
	}
	if t, isText := single(x, y); isText && !isSymbol {
		if op != "==" && op != "!=" {
			return boolean{false}, true // texts have no order
		}
		subject, isSymbol = t, true
		if other, otherKnown = b, bKnown; !otherKnown {
			other, otherKnown = a, aKnown
		}
	}
	if !isSymbol || !otherKnown {
		return v, true
	}
	return m.tested(v, subject, op, other), true
}

// single is the symbol of a text that is just one placeholder.
func single(values ...value) (*symbol, bool) {
	for _, v := range values {
		if t, ok := v.(text); ok && len(t.pieces) == 1 && t.pieces[0].symbol != nil {
			return t.pieces[0].symbol, true
		}
	}
	return nil, false
}

// tested is the boolean that compares a symbol with a known value.
func (m *machine) tested(v, subject *symbol, op string, other any) value {
	negated := op == "!="
	if negated {
		op = "=="
	}
	t := &test{subject: subject, op: op, negated: negated}
	var right string
	switch o := other.(type) {
	case string:
		if op != "==" {
			return boolean{false} // texts have no order
		}
		if o == "" && subject.nonEmpty && subject.kinds&isNothing == 0 {
			return boolean{negated}
		}
		t.text, right = o, strconv.Quote(o)
	case bool:
		if op != "==" {
			return v
		}
		t.text, right = strconv.FormatBool(o), strconv.FormatBool(o) // of two classes, the texts are compared
	case int64:
		switch {
		case op == "==" && o == 0 && subject.measures != nil:
			t.op = "<=" // a length is never below 0
		case op == "==":
			t = nil
		default:
			t.number = o
			if subject.bounded() && subject.integer && subject.kinds == isNumber {
				if decided, known := within(op, *subject.min, *subject.max, o); known {
					return boolean{decided}
				}
			}
		}
		right = strconv.FormatInt(o, 10)
	default:
		return v
	}
	return v.with(func(c *symbol) {
		c.test = t
		if subject.name != "" {
			c.name = subject.name + " " + op + " " + right
			if negated {
				c.name = negatedName(c.name)
			}
		}
	})
}

// within decides a comparison of a number in a range.
func within(op string, low, high, n int64) (holds, known bool) {
	switch op {
	case "<":
		return high < n, high < n || low >= n
	case "<=":
		return high <= n, high <= n || low > n
	case ">":
		return low > n, low > n || high <= n
	}
	return low >= n, low >= n || high < n
}

// compared is one side of a comparison, where an undefined reference is the empty text.
func (m *machine) compared(e parse.Expr, s *state) (value, bool) {
	if r, ok := e.(*parse.Reference); ok {
		if _, undefined := m.lookup(r, s).(unset); undefined && len(r.Steps) == 0 {
			return text{}, true
		}
	}
	return m.expr(e, s)
}

// comparable1 is the Go value of what is known.
func comparable1(v value) (any, bool) {
	switch v := v.(type) {
	case text:
		s, ok := v.pieces.Literal()
		return s, ok
	case integer:
		return v.n, true
	case boolean:
		return v.b, true
	case *symbol:
		if v.kinds == isNothing {
			return "", true
		}
	}
	return nil, false
}

func compareKnown(op string, a, b any) bool {
	x, isNumber := a.(int64)
	y, also := b.(int64)
	switch op {
	case "==", "!=":
		same := shown(a) == shown(b)
		if isNumber && also {
			same = x == y
		}
		return same == (op == "==")
	}
	if !isNumber || !also {
		return false
	}
	switch op {
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	}
	return x >= y
}

func shown(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
