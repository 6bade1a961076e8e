package vtl

import (
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// scope is $foreach.
type scope struct {
	owner    *parse.Foreach
	index    int
	hasNext  bool
	parent   *scope
	replaced any // what $foreach was before, if no scope
	storage  *Map
}

// JavaClass is the class of Velocity's scopes of loops.
func (s *scope) JavaClass() string { return "org.apache.velocity.runtime.directive.ForeachScope" }

// JavaString prints what was put into the scope.
func (s *scope) JavaString() (string, error) { return java.String(s.stored()), nil }

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

func (st *state) foreach(f *parse.Foreach) control {
	st.at = f.Position()
	if f.Over == nil {
		return st.malformed(f)
	}
	over := st.eval(f.Over)
	it := java.Iterate(over)
	if it == nil {
		return goOn
	}
	return st.loop(f, it)
}

// malformed is a loop with too few arguments: Velocity takes its body for what it iterates over, or
// finds nothing there at all.
func (st *state) malformed(f *parse.Foreach) control {
	if len(f.Args) < 2 {
		st.fail("#foreach needs a variable, the word in, and something to iterate over")
	}
	return goOn
}

// saved is the state that a loop restores when it ends.
type saved struct{ element, count, hasNext any }

func (st *state) loop(f *parse.Foreach, it *java.Iterator) control {
	b := &st.t.builtin
	before := saved{element: st.get(f.Slot)}
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
			st.at, st.doing = f.Position(), "#foreach"
			panic(err)
		}
		if b.count >= 0 {
			st.vars[b.count] = java.Int(n)
		}
		if b.hasNext >= 0 {
			st.vars[b.hasNext] = it.HasNext()
		}
		st.putElement(f.Slot, v, false)
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

func newScope(f *parse.Foreach, previous any) *scope {
	sc := &scope{owner: f, index: -1}
	if outer, ok := previous.(*scope); ok {
		sc.parent = outer
	} else {
		sc.replaced = previous
	}
	return sc
}

// iteration renders the body once.
func (st *state) iteration(f *parse.Foreach, v any, null *holder) control {
	if v == nil {
		st.hold(f.Slot, null)
		defer st.unhold(f.Slot)
	}
	if st.t.intercept {
		return st.interceptBody(f)
	}
	return st.body(f)
}

func (st *state) body(f *parse.Foreach) control {
	if len(f.Args) > 3 {
		return st.argument(f.Args[3])
	}
	return st.block(f.Body)
}

// interceptBody renders the body and converts an interrupt into a control.
func (st *state) interceptBody(f *parse.Foreach) (c control) {
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
	return st.body(f)
}

// argument does as Velocity with a fourth argument of #foreach: it renders that instead of
// the body.
func (st *state) argument(e parse.Expr) control {
	if r, ok := e.(*parse.Reference); ok {
		return st.print(r)
	}
	return goOn
}

func (st *state) endLoop(f *parse.Foreach, before saved) {
	b := &st.t.builtin
	st.putElement(f.Slot, before.element, true)
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
