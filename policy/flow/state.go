package flow

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// state is one configuration: everything that decides how a rendering goes on. Its slices and maps are
// shared between configurations and copied before they are changed.
type state struct {
	env     []value // by variable; nil was never set
	heap    []*cell
	known   knowledge
	answers map[string]answer
	asked   []byte // identifies the answers, nil until that is needed
	loops   []iteration
	json    reader
}

// answer is the answer to a condition. It is forgotten where the condition is not asked again.
type answer struct {
	holds bool
	until int // the offset up to which the condition may be asked again
}

// iteration is where a loop is.
type iteration struct {
	first   bool
	hasNext value
	index   value
	count   value
}

func (s *state) fork() *state {
	c := *s
	return &c
}

func (s *state) set(slot int, v value) {
	s.env = slices.Clone(s.env)
	s.env[slot] = v
}

func (s *state) setCell(i int, c *cell) {
	s.heap = slices.Clone(s.heap)
	s.heap[i] = c
}

func (s *state) remember(name string, a answer) {
	c := maps.Clone(s.answers)
	if c == nil {
		c = map[string]answer{}
	}
	c[name] = a
	s.answers, s.asked = c, nil
}

// forgetAnswers forgets those for which stale is true.
func (s *state) forgetAnswers(stale func(name string, a answer) bool) {
	for name, a := range s.answers {
		if stale(name, a) {
			s.answers, s.asked = maps.Clone(s.answers), nil
			maps.DeleteFunc(s.answers, stale)
			return
		}
	}
}

// drop forgets variables that are not read and conditions that are not asked from an offset on.
func (s *state) drop(m *machine, offset int) {
	if offset < 0 {
		return
	}
	var env []value
	for i, v := range s.env {
		if v != nil && m.lastUse[i] < offset {
			if env == nil {
				env = slices.Clone(s.env)
			}
			env[i] = nil
		}
	}
	if env != nil {
		s.env = env
	}
	s.forgetAnswers(func(_ string, a answer) bool { return a.until < offset })
}

// forget makes everything anonymous that belongs to an iteration of a loop that ends.
func (s *state) forget(loop string) {
	stale := func(y *symbol) *symbol {
		if mentions(y, loop) {
			return y.anonymous()
		}
		return y
	}
	fresh := func(v value) value {
		switch v := v.(type) {
		case *symbol:
			return stale(v)
		case text:
			var pieces Text
			for i, p := range v.pieces {
				if p.symbol != nil && mentions(p.symbol, loop) {
					if pieces == nil {
						pieces = slices.Clone(v.pieces)
					}
					old := p.Placeholder
					fresh := stale(p.symbol)
					pieces[i].symbol, pieces[i].Placeholder = fresh, placeholder(fresh, old.Expr, old.Line)
				}
			}
			if pieces != nil {
				return text{pieces}
			}
		}
		return v
	}
	s.env = slices.Clone(s.env)
	for i, v := range s.env {
		s.env[i] = fresh(v)
	}
	s.heap = slices.Clone(s.heap)
	for i, c := range s.heap {
		s.heap[i] = c.apply(fresh)
	}
	for name := range s.known {
		if strings.Contains(name, loop) {
			s.known = maps.Clone(s.known)
			delete(s.known, name)
		}
	}
	s.forgetAnswers(func(name string, _ answer) bool { return strings.Contains(name, loop) })
}

func mentions(s *symbol, loop string) bool {
	return strings.Contains(s.name, loop) || strings.Contains(s.keyOf, loop) || s.test != nil && strings.Contains(s.test.subject.name, loop)
}

// exact identifies a configuration, but for what it knows and which members are certain.
func (s *state) exact() string { return string(s.appendExact(nil)) }

func (s *state) appendExact(out []byte) []byte {
	out = s.appendCoarse(out)
	if s.json.phase == inText {
		out = framed(out, s.json.content.key())
	}
	out = s.appendVariables(out)
	if s.asked == nil && len(s.answers) > 0 {
		for _, name := range slices.Sorted(maps.Keys(s.answers)) {
			s.asked = framed(append(s.asked, 2), name)
			s.asked = strconv.AppendBool(s.asked, s.answers[name].holds)
		}
	}
	return append(out, s.asked...)
}

// variables identifies where the JSON is, and the variables.
func (s *state) variables() string { return string(s.appendVariables(s.appendCoarse(nil))) }

func (s *state) appendVariables(out []byte) []byte {
	for _, v := range s.env {
		out = append(out, 0)
		if v != nil {
			out = framed(out, v.key())
		}
	}
	for _, c := range s.heap {
		out = append(out, 1)
		out = framed(out, c.key())
	}
	return out
}

// coarse identifies where the JSON is, and the loops.
func (s *state) coarse() string { return string(s.appendCoarse(nil)) }

func (s *state) appendCoarse(out []byte) []byte {
	out = s.json.shape(out)
	if s.json.escape != 0 {
		_, begun := s.json.untilEscape()
		out = framed(out, begun)
	}
	if s.json.phase == inName || s.json.phase == inScalar {
		out = framed(out, s.json.content.key())
	}
	for _, l := range s.loops {
		out = strconv.AppendBool(out, l.first)
		out = framed(framed(out, l.hasNext.key()), l.index.key())
	}
	return out
}

// absorb joins what two configurations with the same exact key know.
func (s *state) absorb(o *state) {
	s.known = s.known.and(o.known)
	s.json.frames = joinFrames(s.json.frames, o.json.frames)
}

func joinFrames(a, b []frame) []frame {
	joined := slices.Clone(a)
	for i := range joined {
		joined[i].may = a[i].may.or(b[i].may)
		joined[i].must = a[i].must.and(b[i].must)
	}
	return joined
}

// join makes one configuration of two with the same coarse key. It is not ok when some variable is then
// outside of the subset.
func (s *state) join(o *state) (variable int, ok bool) {
	s.absorb(o)
	env := slices.Clone(s.env)
	for i := range env {
		switch {
		case env[i] == nil && o.env[i] == nil:
		case env[i] == nil || o.env[i] == nil:
			env[i] = nil
		default:
			v, ok := joinValues(env[i], o.env[i])
			if !ok {
				return i, false
			}
			env[i] = v
		}
	}
	s.env = env
	s.heap = joinHeaps(s.heap, o.heap)
	// An escape that has begun goes on behind the join: its text is the same in both, by the coarse key.
	before, begun := s.json.untilEscape()
	other, _ := o.json.untilEscape()
	s.json.content = joinContents(before, other)
	if begun != "" {
		s.json.content = s.json.content.plus(Piece{Text: begun})
	}
	answers := map[string]answer{}
	for name, a := range s.answers {
		if b, asked := o.answers[name]; asked && a.holds == b.holds {
			answers[name] = a
		}
	}
	s.answers, s.asked = answers, nil
	return 0, true
}

// joinContents is the content of a string that is one of two: what they begin with in common, and one
// placeholder for the rest.
func joinContents(a, b Text) Text {
	if a.key() == b.key() {
		return a
	}
	n := 0
	for n < len(a) && n < len(b) && !(a[n].symbol != nil && a[n].symbol.composed) && a[:n+1].key() == b[:n+1].key() {
		n++
	}
	rest := joinSymbols(a[n:].symbol(), b[n:].symbol())
	rest = rest.with(func(c *symbol) { c.expr, c.composed = "text in parts", true })
	line := 0
	for _, t := range []Text{a, b} {
		for _, p := range t.Placeholders() {
			line = max(line, p.Line)
		}
	}
	return a[:n:n].plus(Piece{symbol: rest, Placeholder: placeholder(rest, "", line)})
}
