package vtl

import "lambdaless/internal/vtl/jvm"

// scope is $foreach.
type scope struct {
	owner    *Foreach
	index    int
	hasNext  bool
	parent   *scope
	replaced any // what $foreach was before, if no scope
	storage  *Map
}

// JavaClass is the class of Velocity's scopes of loops.
func (s *scope) JavaClass() string { return "org.apache.velocity.runtime.directive.ForeachScope" }

// JavaString prints what was put into the scope.
func (s *scope) JavaString() (string, error) { return jvm.String(s.stored()), nil }

func (s *scope) stored() *Map {
	if s.storage == nil {
		s.storage = NewMap()
	}
	return s.storage
}

func (s *scope) topmost() *scope {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

func (s *scope) depth() int {
	n := 1
	for s = s.parent; s != nil; s = s.parent {
		n++
	}
	return n
}

func (s *scope) replacedValue() any {
	for s.replaced == nil && s.parent != nil {
		s = s.parent
	}
	return s.replaced
}

// get is the scope as a map: what is not in it is looked for in the scopes around.
func (s *scope) get(key any) any {
	for ; s != nil; s = s.parent {
		if s.storage != nil && s.storage.Has(key) {
			return s.storage.Get(key)
		}
	}
	return nil
}

func (f *Foreach) render(st *state) control {
	st.at = f.pos
	if f.Over == nil {
		return f.malformed(st)
	}
	over := f.Over.eval(st)
	it := jvm.Iterate(over)
	if it == nil {
		return goOn
	}
	return st.loop(f, it)
}

// malformed is a loop with too few arguments: Velocity takes its body for what it iterates over, or
// finds nothing there at all.
func (f *Foreach) malformed(st *state) control {
	if len(f.Args) < 2 {
		st.fail("#foreach needs a variable, the word in, and something to iterate over")
	}
	return goOn
}

// saved is what a loop puts back when it ends.
type saved struct{ element, count, hasNext any }

func (st *state) loop(f *Foreach, it *jvm.Iterator) control {
	b := &st.t.builtin
	before := saved{element: st.get(f.slot)}
	if b.count >= 0 {
		before.count = st.get(b.count)
	}
	if b.hasNext >= 0 {
		before.hasNext = st.get(b.hasNext)
	}
	var sc *scope
	if b.foreach >= 0 {
		sc = newScope(f, st.get(b.foreach))
		st.vars[b.foreach] = sc
	}
	result := goOn
	var null *holder
	for n := 1; n <= st.limits.Iterations && it.HasNext(); n++ {
		st.step()
		v, err := it.Next()
		if err != nil {
			st.at, st.doing = f.pos, "#foreach"
			panic(err)
		}
		if b.count >= 0 {
			st.vars[b.count] = jvm.Int(n)
		}
		if b.hasNext >= 0 {
			st.vars[b.hasNext] = it.HasNext()
		}
		st.putElement(f.slot, v, false)
		if v == nil && null == nil {
			null = &holder{active: true}
		}
		if sc != nil {
			sc.index = n - 1
			sc.hasNext = it.HasNext()
		}
		c := st.iteration(f, v, null)
		if c == breakNearest || c == breakScope && st.target == f {
			break
		}
		if c != goOn {
			result = c
			break
		}
	}
	st.endLoop(f, before)
	return result
}

func newScope(f *Foreach, previous any) *scope {
	sc := &scope{owner: f, index: -1}
	if outer, ok := previous.(*scope); ok {
		sc.parent = outer
	} else {
		sc.replaced = previous
	}
	return sc
}

// iteration renders the body once.
func (st *state) iteration(f *Foreach, v any, null *holder) control {
	if v == nil {
		st.hold(f.slot, null)
		defer st.unhold(f.slot)
	}
	if st.t.intercept {
		return st.interceptBody(f)
	}
	return f.body(st)
}

func (f *Foreach) body(st *state) control {
	if len(f.Args) > 3 {
		return renderArgument(st, f.Args[3])
	}
	return f.Body.render(st)
}

// interceptBody renders the body and turns an interrupt out of it into a control.
func (st *state) interceptBody(f *Foreach) (c control) {
	captures, depth, args := len(st.captures), st.depth, len(st.args)
	defer func() {
		switch r := recover().(type) {
		case nil:
		case interrupt:
			st.uncapture(captures)
			st.depth, st.args = depth, st.args[:args]
			c = r.control
		default:
			panic(r)
		}
	}()
	return f.body(st)
}

// renderArgument is what Velocity does with a fourth argument of #foreach: it renders that instead of
// the body.
func renderArgument(st *state, e Expr) control {
	if r, ok := e.(*Reference); ok {
		return r.render(st)
	}
	return goOn
}

func (st *state) endLoop(f *Foreach, before saved) {
	b := &st.t.builtin
	st.putElement(f.slot, before.element, true)
	if b.count >= 0 {
		st.vars[b.count] = before.count
	}
	if b.hasNext >= 0 {
		st.vars[b.hasNext] = before.hasNext
	}
	if b.foreach < 0 {
		return
	}
	sc, ok := st.get(b.foreach).(*scope)
	switch {
	case !ok: // the template has set $foreach to something else
	case sc.parent != nil:
		st.vars[b.foreach] = sc.parent
	default:
		st.vars[b.foreach] = sc.replacedValue()
	}
}
