package flow

import (
	"strings"

	"lambdaless/internal/vtl/parse"
)

// branch follows #if.
func (m *machine) branch(n *parse.If, s *state) (next, broke []*state) {
	rest := []*state{s}
	follow := func(body *parse.Block, states []*state) {
		after, left := m.block(body, states)
		next, broke = append(next, after...), append(broke, left...)
	}
	for _, b := range n.Branches {
		var holds, not []*state
		for _, c := range rest {
			m.line = b.Condition.Position().Line
			t, f := m.condition(b.Condition, c)
			holds, not = append(holds, t...), append(not, f...)
		}
		if len(holds) > 0 {
			follow(b.Body, m.merge(holds, -1))
		}
		rest = m.merge(not, -1)
	}
	if len(rest) > 0 {
		follow(n.Else, rest)
	}
	return next, broke
}

// condition splits a configuration into those in which a condition holds and those in which it does not.
func (m *machine) condition(e parse.Expr, s *state) (holds, not []*state) {
	switch e := e.(type) {
	case *parse.Paren:
		return m.condition(e.X, s)
	case *parse.Not:
		not, holds = m.condition(e.X, s)
		return holds, not
	case *parse.Binary:
		if e.Op != "&&" && e.Op != "||" {
			break
		}
		a, b := m.condition(e.X, s)
		if e.Op == "||" {
			a, b = b, a
		}
		var t, f []*state
		for _, c := range a {
			x, y := m.condition(e.Y, c)
			t, f = append(t, x...), append(f, y...)
		}
		if e.Op == "||" {
			return append(b, t...), f
		}
		return t, append(b, f...)
	}
	v, ok := m.asked1(e, s)
	if !ok {
		return nil, nil
	}
	switch v := v.(type) {
	case boolean:
		if v.b {
			return []*state{s}, nil
		}
		return nil, []*state{s}
	case *symbol:
		return m.decide(v, e, s)
	case integer, place, text:
		if _, isReference := e.(*parse.Reference); isReference {
			return m.always(v, s)
		}
	case block:
		m.report(m.line, "", "the block %s as a condition is not followed", name(e))
		return nil, nil
	}
	// What an empty or undefined text means as a condition is not relied on.
	return []*state{s.fork()}, []*state{s.fork()}
}

// always is a condition on a value that is not a boolean: true, but for a text that may be empty, on which
// nothing is relied.
func (m *machine) always(v value, s *state) (holds, not []*state) {
	if t, ok := v.(text); ok && !t.pieces.symbol().nonEmpty {
		return []*state{s.fork()}, []*state{s.fork()}
	}
	return []*state{s}, nil
}

// asked1 is the value of the condition's leaf.
func (m *machine) asked1(e parse.Expr, s *state) (value, bool) {
	if r, ok := e.(*parse.Reference); ok {
		if _, undefined := m.lookup(r, s).(unset); undefined {
			return unset{}, true
		}
	}
	return m.expr(e, s)
}

// decide splits on a symbol. A value that is not a boolean is true.
func (m *machine) decide(v *symbol, e parse.Expr, s *state) (holds, not []*state) {
	question, negated := strings.CutPrefix(v.name, "!")
	question = withoutDoubts(question)
	if a, ok := s.answers[question]; ok && v.name != "" {
		if a.holds != negated {
			return []*state{s}, nil
		}
		return nil, []*state{s}
	}
	t, f := s.fork(), s.fork()
	if v.test != nil {
		t.known = assume(t.known, v.test, true, v.kinds == isBool)
		f.known = assume(f.known, v.test, false, v.kinds == isBool)
	}
	if q := m.asked[leafName(e)]; v.name != "" && (q.times > 1 || len(s.loops) > 0) {
		t.remember(question, answer{!negated, q.until})
		f.remember(question, answer{negated, q.until})
	}
	return []*state{t}, []*state{f}
}

// withoutDoubts is a name without the question marks, which say of which values it was not known that they exist: an
// answer may have told since. The texts in the name are quoted and stay as they are.
func withoutDoubts(name string) string {
	if !strings.Contains(name, "?.") {
		return name
	}
	var out strings.Builder
	for i, quoted := 0, false; i < len(name); i++ {
		switch c := name[i]; {
		case quoted && c == '\\':
			out.WriteByte(c)
			i++
		case c == '"':
			quoted = !quoted
		case c == '?' && !quoted && strings.HasPrefix(name[i:], "?."):
			continue
		}
		out.WriteByte(name[i])
	}
	return out.String()
}

func leafName(e parse.Expr) string {
	for _, leaf := range leaves(e) {
		return name(leaf)
	}
	return ""
}

// assume is the knowledge once a test has been answered. surely tells that the test is a boolean: a test
// on nothing is nothing, which counts as true.
func assume(k knowledge, t *test, holds, surely bool) knowledge {
	if !surely && holds {
		return k
	}
	if t.negated {
		holds = !holds
	}
	subject := t.subject
	switch t.op {
	case "==":
		switch {
		case holds:
			return k.with(subject.name, func(f *fact) { f.equals, f.literal = true, t.text })
		case t.text == "":
			return k.with(subject.name, func(f *fact) { f.nonEmpty = true })
		}
	case "has":
		if holds && subject.kinds == isMap && subject.name != "" {
			return k.with(subject.name+"."+t.text, func(f *fact) { f.member = true })
		}
	case "in":
		if holds {
			return k.with(subject.name, func(f *fact) { f.among(t.texts) })
		}
	case "empty":
		switch {
		case !holds && subject.kinds == isString:
			return k.with(subject.name, func(f *fact) { f.nonEmpty = true })
		case !holds && subject.kinds.within(isString|isNothing):
			return k.with(subject.name, func(f *fact) { f.guarded = true })
		}
	case "matches":
		if holds && subject.kinds&isNothing == 0 {
			if l, ok := languageOf(t.text); ok {
				return k.with(subject.name, func(f *fact) {
					f.checked, f.class = true, l.class
					f.nonEmpty = f.nonEmpty || l.nonEmpty
					f.min, f.max = l.min, l.max
				})
			}
		}
	case "<", "<=", ">", ">=":
		return compareWith(k, t, holds)
	}
	return k
}

// compareWith notes the bounds of a number that was compared. A comparison with what is not a number is
// false, so that only one that holds says that the left side is one.
func compareWith(k knowledge, t *test, holds bool) knowledge {
	subject, op := t.subject, t.op
	if !holds {
		op = map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[op]
	}
	surely := holds || subject.kinds == isNumber
	of := subject.measures
	hasSome := of != nil && subject.measured == isString && (op == ">" && t.number >= 0 || op == ">=" && t.number >= 1)
	if of != nil && (holds || hasSome) {
		k = k.with(of.name, func(f *fact) {
			if holds {
				f.present, f.kinds = true, subject.measured
			}
			f.nonEmpty = f.nonEmpty || hasSome && surely
			f.guarded = f.guarded || hasSome
		})
	}
	if !surely {
		return k
	}
	return k.with(subject.name, func(f *fact) {
		if holds {
			f.present, f.nonEmpty, f.kinds = true, true, isNumber
		}
		switch op {
		case "<":
			f.max = narrower(f.max, new64(t.number-1), false)
		case "<=":
			f.max = narrower(f.max, new64(t.number), false)
		case ">":
			f.min = narrower(f.min, new64(t.number+1), true)
		case ">=":
			f.min = narrower(f.min, new64(t.number), true)
		}
	})
}

// question is a condition as a value.
func (m *machine) question(e parse.Expr, s *state) (value, bool) {
	switch e := e.(type) {
	case *parse.Paren:
		return m.question(e.X, s)
	case *parse.Not:
		v, ok := m.question(e.X, s)
		if !ok {
			return nil, false
		}
		switch v := v.(type) {
		case boolean:
			return boolean{!v.b}, true
		case *symbol:
			if v.kinds == isBool {
				return v.with(func(c *symbol) {
					c.name = negatedName(c.name)
					if c.test != nil {
						t := *c.test
						t.negated = !t.negated
						c.test = &t
					}
				}), true
			}
		}
		return unknownBoolean(name(e), s), true
	case *parse.Binary:
		switch e.Op {
		case "==", "!=", "<", ">", "<=", ">=":
			return m.comparison(e, s)
		case "&&", "||":
			x, ok := m.question(e.X, s)
			if !ok {
				return nil, false
			}
			y, ok := m.question(e.Y, s)
			if !ok {
				return nil, false
			}
			a, known := x.(boolean)
			b, also := y.(boolean)
			if known && also {
				return boolean{a.b && b.b || e.Op == "||" && (a.b || b.b)}, true
			}
			return unknownBoolean(name(e), s), true
		}
	}
	return m.asked1(e, s)
}

func negatedName(n string) string {
	if n == "" {
		return ""
	}
	if positive, ok := strings.CutPrefix(n, "!"); ok {
		return positive
	}
	return "!" + n
}

func unknownBoolean(expr string, _ *state) *symbol {
	return &symbol{expr: expr, kinds: isBool, class: Bool, nonEmpty: true, origins: []Origin{Program}}
}
