package vtl

import "lambdaless/internal/vtl/jvm"

func (b *Block) render(st *state) control {
	for _, s := range b.List {
		if c := s.render(st); c != goOn {
			return c
		}
	}
	return goOn
}

func (t *Text) render(st *state) control {
	st.write(t.Value)
	return goOn
}

func (c *Comment) render(st *state) control {
	st.write(c.Prefix)
	return goOn
}

func (c *Call) render(st *state) control {
	st.write(c.Value)
	return goOn
}

func (l *Literal) render(st *state) control {
	st.write(l.Value)
	return goOn
}

func (*Macro) render(*state) control { return goOn }

func (s *If) render(st *state) control {
	st.step()
	for i := range s.Branches {
		if truth(st, s.Branches[i].Condition) {
			return s.Branches[i].Body.render(st)
		}
	}
	if s.Else != nil {
		return s.Else.render(st)
	}
	return goOn
}

func (d *Define) render(st *state) control {
	st.defines = true
	st.vars[d.slot] = &block{define: d, st: st}
	return goOn
}

func (b *Break) render(st *state) control {
	if b.Scope == nil {
		return breakNearest
	}
	st.at = b.pos
	s, ok := b.Scope.eval(st).(*scope)
	if !ok {
		st.fail("%s is not the scope of a loop, such as $foreach", printExpr(b.Scope))
	}
	st.target = s.owner
	return breakScope
}

func (s *Stop) render(st *state) control {
	if s.Message != nil {
		s.Message.eval(st)
	}
	return stopAll
}

func (n *Load) render(st *state) control {
	st.at = n.pos
	if n.Name == "include" && len(n.Args) == 0 {
		return goOn
	}
	st.fail("#%s cannot be used: API Gateway has no other templates to load", n.Name)
	return goOn
}

func (s *Set) render(st *state) control {
	st.step()
	v := s.Value.eval(st)
	if v == nil { // a failed operation leaves the variable as it is (VTL-019)
		return goOn
	}
	if len(s.Target.Steps) == 0 {
		st.vars[s.slot] = v
		return goOn
	}
	s.Target.assign(st, v)
	return goOn
}

func (r *Reference) render(st *state) control {
	if r.runt {
		st.write(r.Name)
		return goOn
	}
	st.step()
	v := r.resolve(st)
	if r.escaped {
		st.write(r.escapes)
		st.write(r.display)
		return goOn
	}
	if b, ok := v.(*block); ok {
		if c, ok := b.renderTo(st); ok {
			return c
		}
		st.write(r.escapes + r.escapes + r.before + r.display)
		return goOn
	}
	if r.escapes != "" || r.before != "" {
		st.write(r.escapes)
		st.write(r.before)
	}
	st.at = r.pos
	st.print(v)
	return goOn
}

// block is what #define sets a variable to.
type block struct {
	define *Define
	st     *state
	depth  int
}

// maxBlockDepth is how often a block may be rendered inside itself.
const maxBlockDepth = 2

// renderTo renders the block's body. It reports false when the block is already being rendered inside
// itself.
func (b *block) renderTo(st *state) (control, bool) {
	if b.depth >= maxBlockDepth {
		return goOn, false
	}
	if st.depth++; st.depth > st.limits.Depth {
		panic(&jvm.LimitError{Limit: "depth", Max: int64(st.limits.Depth)})
	}
	b.depth++
	c := b.define.Body.render(st)
	b.depth--
	st.depth--
	if c == breakNearest {
		c = goOn
	}
	return c, true
}

// JavaClass is the class of Velocity's blocks.
func (b *block) JavaClass() string { return "org.apache.velocity.runtime.directive.Block$Reference" }

// JavaString renders the block.
func (b *block) JavaString() (string, error) {
	s, _ := b.text()
	return s, nil
}

// text renders the block to a string; false stands for Java's null.
func (b *block) text() (string, bool) {
	rendered := true
	s, c := b.st.capture(func() control {
		c, ok := b.renderTo(b.st)
		rendered = ok
		return c
	})
	if c != goOn {
		panic(interrupt{c})
	}
	if !rendered {
		return "null", false
	}
	return s, true
}
