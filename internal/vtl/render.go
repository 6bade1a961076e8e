package vtl

import (
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

func (st *state) block(b *parse.Block) control {
	for _, s := range b.List {
		if c := st.render(s); c != goOn {
			return c
		}
	}
	return goOn
}

// render appends what a statement prints, and says how it ends.
func (st *state) render(s parse.Statement) control {
	switch s := s.(type) {
	case *parse.Text:
		st.write(s.Value)
	case *parse.Reference:
		return st.print(s)
	case *parse.Set:
		st.set(s)
	case *parse.If:
		return st.branch(s)
	case *parse.Foreach:
		return st.foreach(s)
	case *parse.Comment:
		st.write(s.Prefix)
	case *parse.Call:
		st.write(s.Value)
	case *parse.Literal:
		st.write(s.Value)
	case *parse.Define:
		st.defines = true
		st.vars[s.Slot] = &block{define: s, st: st}
	case *parse.Break:
		return st.leave(s)
	case *parse.Stop:
		if s.Message != nil {
			st.eval(s.Message)
		}
		return stopAll
	case *parse.Load:
		st.load(s)
	}
	return goOn // macros, too, render nothing
}

func (st *state) branch(s *parse.If) control {
	st.step()
	for i := range s.Branches {
		if st.truth(s.Branches[i].Condition) {
			return st.block(s.Branches[i].Body)
		}
	}
	if s.Else != nil {
		return st.block(s.Else)
	}
	return goOn
}

func (st *state) leave(b *parse.Break) control {
	if b.Scope == nil {
		return breakNearest
	}
	st.at = b.Position()
	s, ok := st.eval(b.Scope).(*scope)
	if !ok {
		st.fail("%s is not the scope of a loop, such as $foreach", parse.ExprString(b.Scope))
	}
	st.target = s.owner
	return breakScope
}

func (st *state) load(n *parse.Load) {
	st.at = n.Position()
	if n.Name != "include" || len(n.Args) > 0 {
		st.fail("#%s cannot be used: API Gateway has no other templates to load", n.Name)
	}
}

func (st *state) set(s *parse.Set) {
	st.step()
	v := st.eval(s.Value)
	switch {
	case v == nil: // a failed operation leaves the variable as it is (VTL-019)
	case len(s.Target.Steps) == 0:
		st.vars[s.Slot] = v
	default:
		st.assign(s.Target, v)
	}
}

// print renders a reference.
func (st *state) print(r *parse.Reference) control {
	if r.Runt {
		st.write(r.Name)
		return goOn
	}
	st.step()
	v := st.resolve(r)
	if r.Escaped {
		st.write(r.Escapes)
		st.write(r.Display)
		return goOn
	}
	if b, ok := v.(*block); ok {
		if c, ok := b.renderTo(st); ok {
			return c
		}
		st.write(r.Escapes + r.Escapes + r.Before + r.Display)
		return goOn
	}
	if r.Escapes != "" || r.Before != "" {
		st.write(r.Escapes)
		st.write(r.Before)
	}
	st.at = r.Position()
	st.writeValue(v)
	return goOn
}

// block is the value of a variable that #define has set.
type block struct {
	define *parse.Define
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
		panic(&java.LimitError{Limit: "depth", Max: int64(st.limits.Depth)})
	}
	b.depth++
	c := st.block(b.define.Body)
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
