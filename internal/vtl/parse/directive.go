package parse

import "strings"

func (p *parser) set() Statement {
	t := p.take(tokSet, "#set")
	s := &Set{node: p.at(t), source: source{head: p.raw(t)}}
	p.opt(tokWhitespace)
	target := p.peek()
	s.Target = p.reference()
	s.Slot = p.names.slot(dropFirst(target.image))
	p.opt(tokWhitespace)
	p.take(tokAssign, `"=" in #set`)
	s.Value = p.expression()
	s.tail = p.take(tokRParen, `")" at the end of #set`).image
	p.lex.inSet = false
	return s
}

// dropFirst is how Velocity makes the name of a variable of $name. It makes "{" of ${name}: nothing
// is ever found under what #set(${name} = 1) sets (VTL-020).
func dropFirst(image string) string {
	if image == "" {
		return ""
	}
	return image[1:]
}

func (p *parser) ifStatement() Statement {
	defer p.nest()()
	t := p.peek()
	s := &If{node: p.at(t)}
	s.Branches = append(s.Branches, p.branch("#if"))
	for p.is(tokElseIf) {
		s.Branches = append(s.Branches, p.branch("#elseif"))
	}
	if p.is(tokElse) {
		e := p.take(tokElse, "#else")
		s.elseHead = p.raw(e)
		s.Else = p.block()
	}
	s.end = p.end("#if", t)
	return s
}

func (p *parser) branch(name string) Branch {
	t := p.peek()
	p.token = t
	b := Branch{source: source{head: p.raw(t)}}
	p.opt(tokWhitespace)
	p.take(tokLParen, `"(" after `+name)
	b.Condition = p.expression()
	b.tail = p.take(tokRParen, `")" after the condition`).image
	b.Body = p.block()
	return b
}

// end takes #end and returns its source.
func (p *parser) end(name string, begin *token) string {
	t := p.peek()
	if t.kind == tokEOF {
		p.fail(begin.begin, "%s has no #end", name)
	}
	p.take(tokEnd, "#end of "+name)
	return p.raw(t)
}

// openParen says whether a parenthesis follows, after any white space, and looks at the source
// instead of at tokens, because it decides how they are found.
func (p *parser) openParen() bool {
	rest := strings.TrimLeft(p.lex.src[p.lex.pos:], " \t\r\n")
	return strings.HasPrefix(rest, "(")
}

// directive parses #name(...), and #end if it is one that has a body.
func (p *parser) directive() Statement {
	defer p.nest()()
	t := p.peek()
	p.token = t
	name := t.image[1:]
	if t.kind == tokBracketedWord {
		name = t.image[2 : len(t.image)-1]
	}
	p.lex.state = inDirective
	if !p.openParen() {
		if name == "macro" {
			p.fail(t.begin, "#macro needs the name of the macro in parentheses")
		}
		p.lex.pop()
		return p.bare(t, name)
	}
	d := &directive{token: t, name: name, source: source{head: p.raw(t)}}
	p.arguments(d)
	d.tail = p.take(tokRParen, `")" after the arguments of #`+name).image
	if !hasBody(name) {
		return p.line(d)
	}
	d.first = p.peek()
	d.body = p.block()
	d.last = p.token
	d.end = p.end("#"+name, t)
	return p.withBody(d)
}

// directive is one that is being parsed.
type directive struct {
	token       *token
	name        string
	args        []Expr
	literals    []string // the source of each argument
	images      []string // the first token of each argument
	body        *Block
	first, last *token // of the body
	source
}

func hasBody(name string) bool {
	switch name {
	case "foreach", "define", "macro", "literal":
		return true
	}
	return strings.HasPrefix(name, "@")
}

// arguments parses the parenthesis and what is in it, but not the closing one.
func (p *parser) arguments(d *directive) {
	p.opt(tokWhitespace)
	p.take(tokLParen, `"("`)
	for p.lookahead(2, scanDirectiveArg) {
		p.opt(tokWhitespace)
		if p.is(tokComma) {
			p.token = p.peek()
			p.opt(tokWhitespace)
		}
		first := p.peek()
		d.args = append(d.args, p.argument(d.token, d.name, len(d.args)))
		d.literals = append(d.literals, p.literal(first, p.token))
		d.images = append(d.images, first.image)
	}
	p.opt(tokWhitespace)
}

func (p *parser) argument(t *token, name string, position int) Expr {
	w := p.peek()
	if w.kind != tokWord {
		if name == "macro" && position == 0 {
			p.fail(w.begin, "the first argument of #macro must be the name of the macro, a bare word")
		}
		return p.operand("an argument of #" + name)
	}
	p.token = w
	switch {
	case name == "macro" && position == 0, name == "foreach" && position == 1, !directives[name]:
	default:
		p.fail(w.begin, "#%s does not take the bare word %q as an argument", t.image[1:], w.image)
	}
	return &Word{node: p.at(w), Name: w.image}
}

// bare is a directive without parentheses, which not every directive may be.
func (p *parser) bare(t *token, name string) Statement {
	switch name {
	case "foreach", "define", "literal":
		p.fail(t.begin, "#%s needs parentheses and an #end", name)
	}
	if strings.HasPrefix(name, "@") {
		return &Call{node: p.at(t), Name: name, Value: "#" + name, Raw: p.raw(t)}
	}
	return p.line(&directive{token: t, name: name})
}

// line makes the node of a directive without a body.
func (p *parser) line(d *directive) Statement {
	n := p.at(d.token)
	raw := call{p.raw(d.token)}
	switch d.name {
	case "break":
		return &Break{node: n, Scope: p.single(d), call: raw}
	case "stop":
		return &Stop{node: n, Message: p.single(d), call: raw}
	case "parse", "include":
		return &Load{node: n, Name: d.name, Args: d.args, call: raw}
	}
	return &Call{node: n, Name: d.name, Value: p.images(d.token), Raw: raw.raw, Args: d.args}
}

func (p *parser) single(d *directive) Expr {
	switch len(d.args) {
	case 0:
		return nil
	case 1:
		return d.args[0]
	}
	p.fail(d.token.begin, "#%s takes at most one argument, not %d", d.name, len(d.args))
	return nil
}

// images is what Velocity prints for a directive that does not exist: the images of its tokens.
func (p *parser) images(from *token) string {
	var b strings.Builder
	for t := from; ; t = t.next {
		b.WriteString(t.image)
		if t == p.token {
			return b.String()
		}
	}
}

func (p *parser) withBody(d *directive) Statement {
	n := p.at(d.token)
	switch d.name {
	case "foreach":
		return p.foreach(n, d)
	case "define":
		if len(d.args) != 1 {
			p.fail(d.token.begin, "#define takes one argument, the reference to define, not %d", len(d.args))
		}
		key := dropFirst(d.images[0])
		return &Define{node: n, Name: key, Arg: d.args[0], Body: d.body, Slot: p.names.slot(key), source: d.source}
	case "macro":
		if len(d.args) == 0 {
			p.fail(d.token.begin, "#macro needs the name of the macro")
		}
		p.macros[d.images[0]] = true
		return &Macro{node: n, Name: d.images[0], Raw: p.raw(d.token)}
	case "literal":
		// Velocity prints the first child, whatever that is: with an argument, the argument.
		if len(d.args) > 0 {
			return &Literal{node: n, Value: d.literals[0], Raw: p.raw(d.token)}
		}
		return &Literal{node: n, Value: p.literal(d.first, d.last), Raw: p.raw(d.token)}
	}
	return &Call{node: n, Name: d.name, Value: p.images(d.token), Raw: p.raw(d.token), Args: d.args}
}

func (p *parser) foreach(n node, d *directive) Statement {
	f := &Foreach{node: n, Args: d.args, Body: d.body, source: d.source, Slot: p.names.slot("")}
	if len(d.args) > 0 {
		f.Var, _ = d.args[0].(*Reference)
		f.Slot = p.names.slot(dropFirst(d.images[0]))
		if f.Var != nil {
			f.Slot = f.Var.Slot
		}
	}
	if len(d.args) > 2 {
		f.Over = d.args[2]
	}
	return f
}
