package vtl

import (
	"sync"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// control is how a statement ends: after most, rendering goes on with the next.
type control uint8

const (
	goOn control = iota
	breakNearest
	breakScope // the loop whose scope is state.target
	stopAll
)

// interrupt is the panic that carries a control out of an expression: #stop in a string literal.
type interrupt struct{ control control }

// state is one evaluation.
type state struct {
	t      *Template
	d      *Data
	limits Limits
	budget java.Budget
	out    []byte

	captures [][]byte // what out was where expressions render to buffers of their own
	vars     []any
	holders  map[int][]*holder
	args     []any // arguments of the calls in progress
	depth    int
	input    input
	defines  bool           // blocks refer to this state
	target   *parse.Foreach // of breakScope
	at       parse.Pos      // of what is evaluated, for errors
	doing    string         // what is being called, for errors
}

// states keeps the buffers of evaluations for the next ones.
var states = sync.Pool{New: func() any { return &state{} }}

// maxKept is the capacity from which a buffer is too large to be kept.
const maxKept = 64 << 10

// release gives the buffers back, unless a block that #define made may still need them: a template can
// put it into the data.
func (st *state) release() {
	if st.defines {
		return
	}
	clear(st.vars)
	clear(st.args)
	kept := state{vars: st.vars[:0], args: st.args[:0]}
	if cap(st.out) <= maxKept {
		kept.out = st.out[:0]
	}
	*st = kept
	states.Put(st)
}

func newState(t *Template, d *Data, done <-chan struct{}) *state {
	st := states.Get().(*state)
	st.t, st.d, st.limits = t, d, d.Limits.withDefaults()
	st.budget = java.Budget{Memory: st.limits.Memory, Steps: int64(st.limits.Steps), Time: st.limits.Time, Done: done}
	st.budget.Start()
	if n := len(t.Vars); n <= cap(st.vars) {
		st.vars = st.vars[:n]
	} else {
		st.vars = make([]any, n)
	}
	for name, v := range d.Vars {
		st.setNamed(name, FromGo(v))
	}
	if i := t.builtin.input; i >= 0 {
		st.input.st = st
		st.vars[i] = &st.input
	}
	if i := t.builtin.util; i >= 0 {
		st.vars[i] = util{}
	}
	if i := t.builtin.context; i >= 0 {
		st.vars[i] = d.overrides()
	}
	if i := t.builtin.method; i >= 0 {
		st.vars[i] = d.method()
	}
	if i := t.builtin.stageVariables; i >= 0 {
		st.vars[i] = FromGo(d.StageVariables)
	}
	return st
}

func (st *state) setNamed(name string, v any) {
	if i := st.t.Slot(name); i >= 0 {
		st.vars[i] = v
	}
}

func (st *state) get(slot int) any {
	if st.holders != nil {
		for _, h := range st.holders[slot] {
			if h.active {
				return nil
			}
		}
	}
	return st.vars[slot]
}

// holder makes the variable of a loop null while its body is rendered for a null element: #set does
// not reach it. As in Velocity 1.7, a loop inside over the same variable ends that, because it removes
// the variable when it ends, and begins it again for a null element of its own.
type holder struct{ active bool }

func (st *state) hold(slot int, h *holder) {
	if st.holders == nil {
		st.holders = map[int][]*holder{}
	}
	st.holders[slot] = append(st.holders[slot], h)
}

func (st *state) unhold(slot int) {
	list := st.holders[slot]
	st.holders[slot] = list[:len(list)-1]
}

// putElement sets the variable of a loop, or removes it.
func (st *state) putElement(slot int, v any, remove bool) {
	st.vars[slot] = v
	if v == nil {
		for _, h := range st.holders[slot] {
			h.active = !remove
		}
	}
}

// step counts a statement, an iteration or a call.
func (st *state) step() { st.budget.Step() }

// charge counts the work of a method that may read its whole text and its arguments. Methods of collections that look
// at more than one item count that themselves.
func (st *state) charge(v any, args []any) {
	text, _ := v.(string)
	n := len(text)
	for _, arg := range args {
		if text, ok := arg.(string); ok {
			n += len(text)
		}
	}
	st.budget.Work(n)
}

// write appends text to what is rendered.
func (st *state) write(s string) {
	st.budget.Work(len(s))
	st.out = append(st.out, s...)
	st.checkOutput()
}

// writeValue appends what a value prints.
func (st *state) writeValue(v any) {
	st.out = java.Append(st.out, v, &st.budget)
	st.checkOutput()
}

func (st *state) checkOutput() {
	if len(st.out) > st.limits.Output {
		panic(&java.LimitError{Limit: "output", Max: int64(st.limits.Output), Unit: "bytes"})
	}
}

// capture renders into a buffer of its own and returns the text.
func (st *state) capture(render func() control) (string, control) {
	n := len(st.captures)
	st.captures = append(st.captures, st.out)
	st.out = make([]byte, 0, 64)
	c := render()
	text := string(st.out)
	st.uncapture(n)
	st.budget.Spend(len(text))
	return java.Normalize(text), c
}

// uncapture goes back to the output at the n-th capture.
func (st *state) uncapture(n int) {
	if len(st.captures) > n {
		st.out = st.captures[n]
		st.captures = st.captures[:n]
	}
}

// fail ends rendering with an error at the current place.
func (st *state) fail(format string, args ...any) {
	panic(st.t.ErrorAt(st.at, nil, format, args...))
}
