package flow

import (
	"fmt"
	"slices"

	"lambdaless/internal/vtl/parse"
)

const (
	// maxRounds is after how many rounds a loop's configurations are joined, and then given up.
	maxRounds  = 4
	lastRound  = 24
	loopPrefix = "⟨loop %d⟩"
)

// foreach follows a loop.
func (m *machine) foreach(n *parse.Foreach, s *state) []*state {
	const args = 3
	if n.Var == nil || n.Over == nil || len(n.Args) != args || len(n.Var.Steps) > 0 || m.reserved(n.Var.Name) {
		m.report(n.Position().Line, "write #foreach($x in $list)", "#foreach needs a variable, the word in, and something to go through")
		return nil
	}
	if slices.Contains(m.looping, n.Var.Name) {
		m.report(n.Position().Line, "give the inner loop a variable of its own", "nested loops share the variable $%s", n.Var.Name)
		return nil
	}
	over, ok := m.iterated(n.Over, s)
	if !ok {
		return nil
	}
	m.looping = append(m.looping, n.Var.Name)
	defer func() { m.looping = m.looping[:len(m.looping)-1] }()
	outer := s.env
	if over.cell != nil {
		m.iterating = append(m.iterating, *over.cell)
		defer func() { m.iterating = m.iterating[:len(m.iterating)-1] }()
	}
	after := m.iterations(n, s, over)
	for _, a := range after {
		a.set(m.slots[n.Var.Name], outer[m.slots[n.Var.Name]])
	}
	return after
}

// sequence is what a loop goes through: items that are known one by one, or any number of one kind.
type sequence struct {
	known []value
	item  *symbol // of any number of items; nil when they are known
	exact bool
	// cell is the map or list of the template that it comes from.
	cell *int
}

func (m *machine) iterations(n *parse.Foreach, s *state, over sequence) []*state {
	if over.exact {
		return m.unrolled(n, s, over.known)
	}
	return m.repeated(n, s, over.item)
}

// unrolled goes through items that are known.
func (m *machine) unrolled(n *parse.Foreach, s *state, items []value) []*state {
	if len(items) > maxItems {
		m.report(n.Position().Line, "", "a loop of %d iterations is too long to be followed", len(items))
		return nil
	}
	states, after := []*state{s}, []*state(nil)
	depth := len(s.loops)
	for i, item := range items {
		for _, c := range states {
			c.loops = append(c.loops[:depth:depth], iteration{
				first: i == 0, hasNext: boolean{i+1 < len(items)}, index: integer{n: int64(i)}, count: integer{n: int64(i + 1)},
			})
			c.set(m.slots[n.Var.Name], stored(item))
		}
		next, broke := m.block(n.Body, states)
		after, states = append(after, broke...), next
	}
	return m.leave(append(after, states...), depth)
}

func (m *machine) leave(states []*state, depth int) []*state {
	for _, c := range states {
		c.loops = c.loops[:depth:depth]
	}
	return states
}

// repeated goes through any number of items until no new configuration appears.
func (m *machine) repeated(n *parse.Foreach, s *state, item *symbol) []*state {
	depth := len(s.loops)
	loop := fmt.Sprintf(loopPrefix, n.Position().Offset)
	fresh := item.with(func(c *symbol) { c.name = loop })
	after := []*state{s.fork()}
	seen := map[string]*state{}
	enter := func(from *state, first bool) []*state {
		from.forget(loop)
		from.set(m.slots[n.Var.Name], stored(fresh))
		var entered []*state
		ends := []bool{true, false}
		if !m.asksForLast {
			ends = ends[:1] // and each iteration may be the last
		}
		for _, more := range ends {
			c := from.fork()
			at := iteration{first: first, hasNext: boolean{more}, index: integer{n: 0}, count: integer{n: 1}}
			if !first {
				at.index = counter(1)
				at.count = counter(2)
			}
			c.loops = append(c.loops[:depth:depth], at)
			entered = append(entered, c)
		}
		return entered
	}
	work := enter(s.fork(), true)
	for round := 0; len(work) > 0; round++ {
		if round == lastRound {
			m.report(n.Position().Line, "", "the loop never reaches a stable state: what it leaves behind changes with every iteration")
			return nil
		}
		next, broke := m.block(n.Body, work)
		after = append(after, broke...)
		work = nil
		if round >= maxRounds {
			next = m.join(next, (*state).coarse)
		}
		for _, c := range next {
			if c.loops[depth].hasNext == (boolean{false}) {
				after = append(after, c)
				continue
			}
			if !m.asksForLast {
				after = append(after, c.fork())
			}
			// A loop of more than 1,000 iterations ends silently, hasNext still true: then what the
			// template writes is not JSON, which the backend refuses (docs/proof.md).
			work = append(work, m.unseen(seen, enter(c, false), round)...)
		}
		work = m.merge(work, -1)
	}
	return m.merge(m.leave(after, depth), -1)
}

// unseen are the configurations at the head of a loop that have not been followed yet. A configuration
// that differs from an earlier one only in what it knows is followed again with what both know.
func (m *machine) unseen(seen map[string]*state, states []*state, round int) []*state {
	var fresh []*state
	for _, c := range states {
		key := c.exact()
		old := seen[key]
		if old == nil {
			if round >= maxRounds {
				// From here on everything at one place is one configuration, which only grows.
				key = c.coarse()
				if old = seen[key]; old != nil {
					grown := old.fork()
					if variable, ok := grown.join(c); !ok {
						m.report(m.line, "", "$%s changes too much from one iteration to the next", m.names[variable])
						continue
					}
					widen(grown, old)
					if grown.exact() == old.exact() && sameKnowledge(grown, old) {
						continue
					}
					c = grown
				}
			}
			seen[key] = c.fork()
			fresh = append(fresh, c)
			continue
		}
		grown := old.fork()
		grown.absorb(c)
		if sameKnowledge(grown, old) {
			continue
		}
		seen[key] = grown.fork()
		fresh = append(fresh, grown)
	}
	return fresh
}

// widen gives up the bounds of numbers that a loop moves.
func widen(s, before *state) {
	env := slices.Clone(s.env)
	for i, v := range env {
		y, ok := v.(*symbol)
		if !ok || before.env[i] == nil {
			continue
		}
		old := toSymbol(before.env[i])
		if old == nil || deref(old.min) == deref(y.min) && deref(old.max) == deref(y.max) {
			continue
		}
		env[i] = y.with(func(c *symbol) {
			if deref(old.min) != deref(c.min) {
				c.min = nil
			}
			if deref(old.max) != deref(c.max) {
				c.max = nil
			}
			c.finite = c.finite && (c.integer || c.kinds == isString)
		})
	}
	s.env = env
}

func sameKnowledge(a, b *state) bool {
	if len(a.known) != len(b.known) {
		return false
	}
	for name, f := range a.known {
		if b.known[name] != f {
			return false
		}
	}
	return slices.EqualFunc(a.json.frames, b.json.frames, func(x, y frame) bool { return x.may == y.may && x.must == y.must })
}

func counter(from int64) *symbol {
	const most = 1000
	return &symbol{
		expr: "$foreach.index", kinds: isNumber, class: Number, nonEmpty: true, integer: true, javaInt: true, finite: true,
		min: new64(from), max: new64(most), origins: []Origin{Program},
	}
}

// iterated is what an expression gives a loop to go through.
func (m *machine) iterated(e parse.Expr, s *state) (sequence, bool) {
	if seq, found, ok := m.view(e, s); found {
		return seq, ok
	}
	v, ok := m.expr(e, s)
	if !ok {
		return sequence{}, false
	}
	switch v := v.(type) {
	case place:
		seq := m.cellItems(s.heap[v.cell])
		seq.cell = &v.cell
		return seq, true
	case text, integer, boolean:
		return sequence{exact: true}, true // Velocity goes through none of these
	case *symbol:
		if v.kinds.within(isString | isNumber | isBool | isNothing) {
			if _, isRange := e.(*parse.Range); !isRange {
				return sequence{exact: true}, true
			}
		}
		v = s.known.refine(v)
		item := fromTree("", "", v.typ.item(), true, v.origins)
		if v.typ == nil || v.kinds&isMap != 0 && v.kinds&isList != 0 {
			item = fromTree("", "", nil, false, v.origins)
		}
		item.expr = name(e)
		return sequence{item: item}, true
	}
	m.report(m.line, "", "%s cannot be looped over: use a list or a range", name(e))
	return sequence{}, false
}

func (m *machine) cellItems(c *cell) sequence {
	if c.blurred {
		item := c.item
		if item == nil {
			return sequence{exact: true}
		}
		return sequence{item: item.with(func(c *symbol) { c.name = "" })}
	}
	return sequence{known: slices.Clone(c.items), exact: true}
}

// view is keySet(), values() or entrySet() right where a loop goes through it. Elsewhere a view, which
// changes with its map, is outside of the subset.
func (m *machine) view(e parse.Expr, s *state) (seq sequence, found, ok bool) {
	ref, isRef := e.(*parse.Reference)
	if !isRef || len(ref.Steps) == 0 {
		return sequence{}, false, false
	}
	lastStep := ref.Steps[len(ref.Steps)-1]
	if lastStep.Method != "keySet" && lastStep.Method != "values" || len(lastStep.Args) > 0 {
		return sequence{}, false, false
	}
	holder := *ref
	holder.Steps = ref.Steps[:len(ref.Steps)-1]
	if v, isObject := m.lookup(&holder, s).(object); isObject && v.name != "input" {
		return sequence{}, false, false
	}
	v, ok := m.value(&holder, s)
	if !ok {
		return sequence{}, true, false
	}
	keys := lastStep.Method == "keySet"
	switch v := v.(type) {
	case place:
		c := s.heap[v.cell]
		if !c.isMap {
			break
		}
		seq.cell = &v.cell
		if !keys {
			items := m.cellItems(c)
			items.cell = &v.cell
			return items, true, true
		}
		if c.blurred {
			if c.keyed == nil {
				return sequence{exact: true}, true, true
			}
			return sequence{item: c.keyed.with(func(c *symbol) { c.name = "" }), cell: &v.cell}, true, true
		}
		for _, k := range c.keys {
			seq.known = append(seq.known, textOf(k))
		}
		seq.exact = true
		return seq, true, true
	case *symbol:
		item := fromTree("", name(e), nil, false, v.origins)
		if keys {
			item = fromTree("", name(e), &Type{kinds: isString}, true, v.origins)
			item.keyOf = v.name
		} else if v.kinds&isMap != 0 && v.kinds&isList == 0 { // nothing else has values()
			item = fromTree("", name(e), v.typ.item(), true, v.origins)
		}
		return sequence{item: item}, true, true
	}
	m.report(m.line, "", "%s is not followed", name(e))
	return sequence{}, true, false
}
