package flow

import (
	"slices"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// statement follows one statement for one configuration.
func (m *machine) statement(n parse.Statement, s *state) (next, broke []*state) {
	one := []*state{s}
	line, offset := n.Position().Line, n.Position().Offset
	switch n := n.(type) {
	case *parse.Text:
		return m.output(s, n.Value, offset, line), nil
	case *parse.Comment:
		return m.output(s, n.Prefix, offset, line), nil
	case *parse.Literal:
		return m.output(s, n.Value, offset, line), nil
	case *parse.Call:
		// A directive that does not exist is text. Whether it exists is not known where the template has macros, nor
		// whether API Gateway has taken #evaluate out of Velocity.
		if n.Name == "evaluate" {
			m.report(line, "write the text that it makes", "#evaluate is outside of the subset")
			return nil, nil
		}
		if strings.HasPrefix(n.Name, "@") {
			m.report(line, "write the text of the macro where it is used", "#%s calls a macro with a body", n.Name)
			return nil, nil
		}
		return m.output(s, n.Value, offset, line), nil
	case *parse.Macro:
		m.report(line, "write the text of the macro where it is used", "#macro(%s) is outside of the subset: API Gateway calls no macros", n.Name)
		return nil, nil
	case *parse.Reference:
		return m.reference(n, s), nil
	case *parse.Set:
		return m.set(n, s), nil
	case *parse.If:
		return m.branch(n, s)
	case *parse.Foreach:
		return m.foreach(n, s), nil
	case *parse.Define:
		if m.reserved(n.Name) {
			m.report(line, "", "#define must not replace $%s", n.Name)
			return nil, nil
		}
		s.set(m.slots[n.Name], block{n})
		return one, nil
	case *parse.Break:
		if n.Scope != nil || len(s.loops) == 0 && len(m.defining) == 0 {
			m.report(line, "write a plain #break within #foreach", "a #break with a scope, or outside of a loop")
			return nil, nil
		}
		return nil, one
	case *parse.Stop:
		if n.Message != nil {
			m.report(line, "write #stop", "a #stop with a message")
			return nil, nil
		}
		m.end(s)
		return nil, nil
	}
	m.report(line, "", "a %s is outside of the subset", strings.TrimPrefix(kindOf(n), "*parse."))
	return nil, nil
}

// reserved reports whether a template must not set a variable.
func (m *machine) reserved(name string) bool {
	return slices.Contains([]string{"input", "util", "context", "stageVariables", "foreach", "velocityCount", "velocityHasNext"}, name)
}

// output writes literal text.
func (m *machine) output(s *state, text string, offset, line int) []*state {
	if wrong, ok := m.write(&s.json, text, offset, line); !ok {
		m.report(wrong.line, "", "%s", wrong.what)
		return nil
	}
	return []*state{s}
}

// outputPieces writes a value's text. Placeholders are refined by what is known now.
func (m *machine) outputPieces(s *state, pieces Text, ref *parse.Reference) []*state {
	at := ref.Position()
	expr := name(ref)
	for i, p := range pieces {
		if p.symbol == nil {
			if wrong, ok := m.write(&s.json, p.Text, at.Offset, at.Line); !ok {
				m.report(at.Line, m.commaAdvice(p.Text), "%s, which comes from ‹%s›", wrong.what, expr)
				return nil
			}
			continue
		}
		refined := s.known.refine(p.symbol)
		if refined.kinds == isNothing {
			continue
		}
		held := placeholder(refined, "", at.Line)
		if len(pieces) == 1 || held.Expr == "" {
			held.Expr = expr
		}
		held.Offset = at.Offset
		m.held(held)
		if why := m.place(&s.json, Piece{symbol: refined, Placeholder: held, line: at.Line}, at.Offset+i); why != "" {
			m.report(at.Line, m.commaAdvice(""), "%s", why)
			return nil
		}
	}
	return []*state{s}
}

func (m *machine) commaAdvice(string) string { return "" }

func (m *machine) held(p *Placeholder) {
	if !slices.ContainsFunc(m.a.Placeholders, func(o *Placeholder) bool {
		return o.Expr == p.Expr && o.Offset == p.Offset && o.Class == p.Class && o.Value == p.Value && slices.Equal(o.Origins, p.Origins)
	}) {
		m.a.Placeholders = append(m.a.Placeholders, p)
	}
}

// reference renders a reference.
func (m *machine) reference(n *parse.Reference, s *state) []*state {
	line := n.Position().Line
	if n.Runt { // text that follows another reference: books in $a.b()books
		return m.output(s, n.Name, n.Position().Offset, line)
	}
	if !m.plain(n) {
		return nil
	}
	if before := n.Escapes + n.Before; before != "" {
		if m.output(s, before, n.Position().Offset-len(before), line) == nil {
			return nil
		}
	}
	if b, isBlock := m.lookup(n, s).(block); isBlock && len(n.Steps) == 0 {
		return m.render(b, s)
	}
	v, ok := m.value(n, s)
	if !ok {
		return nil
	}
	pieces, ok := m.print(v, name(n), line)
	if !ok {
		if _, isUnset := v.(unset); isUnset {
			m.undefined(n)
		} else {
			m.report(line, "print its parts", "%s prints as Java prints an object", name(n))
		}
		return nil
	}
	return m.outputPieces(s, pieces, n)
}

// render renders the block of a #define, where a #break ends the block.
func (m *machine) render(b block, s *state) []*state {
	if slices.Contains(m.defining, b.define) {
		m.report(m.line, "", "the block $%s renders itself", b.define.Name)
		return nil
	}
	m.defining = append(m.defining, b.define)
	next, broke := m.block(b.define.Body, []*state{s})
	m.defining = m.defining[:len(m.defining)-1]
	return append(next, broke...)
}

// plain reports a reference that a backslash escapes, or whose dollar a backslash parts from its name.
func (m *machine) plain(ref *parse.Reference) bool {
	if ref.Escaped || !ref.Computable || ref.Name == "" {
		m.report(m.line, "write ${"+ref.Name+"} without a backslash before it", "a backslash before the reference %s is outside of the subset", name(ref))
		return false
	}
	return true
}

// set follows #set.
func (m *machine) set(n *parse.Set, s *state) []*state {
	target, line := n.Target, n.Position().Line
	if target.Formal || target.Silent || target.Name == "" {
		m.report(line, "write #set($name = ...)", "#set of ${...} or $!... sets nothing that can be read again")
		return nil
	}
	if base, isObject := s.env[m.slots[target.Name]].(object); isObject || m.reserved(target.Name) {
		return m.setContext(n, s, base)
	}
	if slices.Contains(m.looping, target.Name) && len(target.Steps) == 0 {
		m.report(line, "use a variable of another name", "#set of the loop's variable $%s, which has no effect while an element is null", target.Name)
		return nil
	}
	v, ok := m.expr(n.Value, s)
	if !ok {
		return nil
	}
	if _, failed := v.(null); failed {
		return []*state{s} // #set of a failed operation leaves the variable as it is
	}
	if len(target.Steps) > 0 {
		return m.setPart(n, s, v)
	}
	i := m.slots[target.Name]
	maybe := mayFail(n.Value, v)
	if maybe != nil {
		v = maybe
	}
	var states []*state
	if maybe != nil {
		states = append(states, s.fork()) // the operation failed
	}
	s.set(i, stored(v))
	return append(states, s)
}

// stored is a value as a variable holds it: nothing becomes the empty text.
func stored(v value) value {
	switch v := v.(type) {
	case unset:
		return text{}
	case *symbol:
		if v.kinds == isNothing {
			return text{}
		}
		if v.kinds&isNothing != 0 {
			return v.with(func(c *symbol) {
				c.kinds = c.kinds&^isNothing | isString
				if c.name != "" {
					c.name += "!"
				}
				if c.typ != nil && c.kinds != isString {
					c.class = c.class.either(Word)
				}
			})
		}
	}
	return v
}

// setPart follows #set($m.key = value) and #set($m[key] = value) on a map or list of the template.
func (m *machine) setPart(n *parse.Set, s *state, v value) []*state {
	target := n.Target
	lastStep := target.Steps[len(target.Steps)-1]
	holder := *target
	holder.Steps = target.Steps[:len(target.Steps)-1]
	container, ok := m.value(&holder, s)
	if !ok {
		return nil
	}
	p, isPlace := container.(place)
	if !isPlace || lastStep.Method != "" {
		m.report(n.Position().Line, "build a new value instead", "#set on %s changes a value that the template only reads", name(&holder))
		return nil
	}
	var key value = textOf(lastStep.Property)
	if lastStep.Index {
		if key, ok = m.expr(lastStep.Args[0], s); !ok {
			return nil
		}
	}
	if !m.putInto(s, p, key, stored(v)) {
		return nil
	}
	return []*state{s}
}

// setContext follows #set on $context, and refuses it on API Gateway's other objects.
func (m *machine) setContext(n *parse.Set, s *state, base object) []*state {
	target, line := n.Target, n.Position().Line
	path := base.name
	for _, step := range target.Steps {
		key, ok := step.Property, step.Method == ""
		if ok && step.Index {
			key, ok = constant(step.Args[0])
		}
		if !ok {
			path = ""
			break
		}
		path += "." + key
	}
	if strings.HasPrefix(base.name, "context") && len(target.Steps) > 0 {
		o := Override{Target: "$" + base.name + strings.TrimPrefix(name(target), "$"+target.Name), Line: line, Path: path}
		known := strings.HasPrefix(path, "context.responseOverride.") || strings.HasPrefix(path, "context.requestOverride.")
		if known {
			v, ok := m.expr(n.Value, s)
			if !ok {
				return nil
			}
			o.Written, o.Followed = m.print(stored(v), "", line)
			o.Written = refined(s, o.Written)
		}
		m.a.Overrides = append(m.a.Overrides, o)
		if known {
			return []*state{s}
		}
	}
	if len(target.Steps) == 0 && !m.reserved(target.Name) {
		v, ok := m.expr(n.Value, s)
		if !ok {
			return nil
		}
		s.set(m.slots[target.Name], stored(v))
		return []*state{s}
	}
	m.report(line, "use a variable of another name", "#set of %s changes what API Gateway provides", name(target))
	return nil
}

// refined is a text with what is known of its parts now.
func refined(s *state, t Text) Text {
	out := slices.Clone(t)
	for i, p := range out {
		if p.symbol != nil {
			known := s.known.refine(p.symbol)
			out[i].symbol, out[i].Placeholder = known, placeholder(known, "", p.line)
		}
	}
	return out
}

// constant is the text of a literal.
func constant(e parse.Expr) (string, bool) {
	l, ok := e.(*parse.StringLiteral)
	if !ok || l.Parts != nil {
		return "", false
	}
	return l.Value, true
}

func kindOf(n parse.Node) string {
	switch n := n.(type) {
	case *parse.Load:
		return "#" + n.Name
	default:
		return "directive"
	}
}
