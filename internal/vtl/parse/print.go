package parse

import "strings"

// printer writes source that parses to the same tree. What stands between directives is printed as it was read; what
// stands in their parentheses is printed from the tree.
type printer struct{ strings.Builder }

// ExprString returns the source of an expression, with uniform spaces.
func ExprString(e Expr) string {
	var p printer
	e.print(&p)
	return p.String()
}

func (b *Block) print(p *printer) {
	for _, s := range b.List {
		s.print(p)
	}
}

func (t *Text) print(p *printer)    { p.WriteString(t.Raw) }
func (c *Comment) print(p *printer) { p.WriteString(c.Raw) }
func (c *Call) print(p *printer)    { p.WriteString(c.Raw) }
func (m *Macro) print(p *printer)   { p.WriteString(m.Raw) }
func (l *Literal) print(p *printer) { p.WriteString(l.Raw) }
func (c call) print(p *printer)     { p.WriteString(c.raw) }

func (s *Set) print(p *printer) {
	p.WriteString(s.head)
	s.Target.print(p)
	p.WriteString(" = ")
	s.Value.print(p)
	p.WriteString(s.tail)
}

func (s *If) print(p *printer) {
	for _, b := range s.Branches {
		p.WriteString(b.head)
		p.WriteByte('(')
		b.Condition.print(p)
		p.WriteString(b.tail)
		b.Body.print(p)
	}
	if s.Else != nil {
		p.WriteString(s.elseHead)
		s.Else.print(p)
	}
	p.WriteString(s.end)
}

func (f *Foreach) print(p *printer) {
	p.WriteString(f.head)
	p.WriteByte('(')
	for i, a := range f.Args {
		if i > 0 {
			p.WriteByte(' ')
		}
		a.print(p)
	}
	p.WriteString(f.tail)
	f.Body.print(p)
	p.WriteString(f.end)
}

func (d *Define) print(p *printer) {
	p.WriteString(d.head)
	p.WriteByte('(')
	d.Arg.print(p)
	p.WriteString(d.tail)
	d.Body.print(p)
	p.WriteString(d.end)
}

func (r *Reference) print(p *printer) {
	p.WriteString(r.head)
	for i := range r.Steps {
		s := &r.Steps[i]
		switch {
		case s.Index:
			p.WriteByte('[')
			s.Args[0].print(p)
			p.WriteByte(']')
		case s.Method != "":
			p.WriteByte('.')
			p.WriteString(s.Method)
			p.list("(", s.Args, ")")
		default:
			p.WriteByte('.')
			p.WriteString(s.Property)
		}
	}
	if r.Formal {
		p.WriteByte('}')
	}
}

func (p *printer) list(open string, items []Expr, closing string) {
	p.WriteString(open)
	for i, item := range items {
		if i > 0 {
			p.WriteString(", ")
		}
		item.print(p)
	}
	p.WriteString(closing)
}

func (s *StringLiteral) print(p *printer) { p.WriteString(s.Raw) }
func (n *NumberLiteral) print(p *printer) { p.WriteString(n.Raw) }
func (w *Word) print(p *printer)          { p.WriteString(w.Name) }
func (l *ListLiteral) print(p *printer)   { p.list("[", l.Items, "]") }

func (b *BoolLiteral) print(p *printer) {
	if b.Value {
		p.WriteString("true")
	} else {
		p.WriteString("false")
	}
}

func (m *MapLiteral) print(p *printer) {
	p.WriteByte('{')
	for i := range m.Keys {
		if i > 0 {
			p.WriteString(", ")
		}
		m.Keys[i].print(p)
		p.WriteString(" : ")
		m.Values[i].print(p)
	}
	p.WriteByte('}')
}

func (r *Range) print(p *printer) {
	p.WriteByte('[')
	r.From.print(p)
	p.WriteString(" .. ")
	r.To.print(p)
	p.WriteByte(']')
}

func (b *Binary) print(p *printer) {
	b.X.print(p)
	p.WriteByte(' ')
	p.WriteString(b.Op)
	p.WriteByte(' ')
	b.Y.print(p)
}

func (n *Not) print(p *printer) {
	p.WriteByte('!')
	n.X.print(p)
}

func (x *Paren) print(p *printer) {
	p.WriteByte('(')
	x.X.print(p)
	p.WriteByte(')')
}
