package parse

import "strings"

// reference parses $name or ${name} with its steps.
func (p *parser) reference() *Reference {
	defer p.nest()()
	first := p.peek()
	r := &Reference{node: p.at(first)}
	formal := first.kind == tokLCurly
	if formal {
		p.token = first
	} else if first.kind != tokIdentifier {
		p.unexpected(first, "a reference")
	}
	name := p.take(tokIdentifier, "a name")
	r.head = p.raw(first)
	p.indexes(r)
	for p.lookahead(2, scanStep) {
		p.token = p.peek() // the dot
		p.step(r)
		p.indexes(r)
	}
	if formal {
		p.take(tokRCurly, `"}" at the end of the reference`)
	}
	r.Formal = formal
	p.root(r, first, name)
	r.Slot = p.names.slot(r.Name)
	if !r.Silent || r.Escaped {
		r.Display = p.literal(first, p.token)
	}
	return r
}

// root takes the escapes and dollars before a reference's name apart. It changes the token's image as
// Velocity does, because #literal prints what is left of it.
func (p *parser) root(r *Reference, first, name *token) {
	image := first.image
	if i := strings.Index(image, `\!`); i >= 0 {
		p.slashBang(r, image)
		return
	}
	r.Computable = true
	n := 0
	for n < len(image) && image[n] == '\\' {
		n++
	}
	r.Escaped = n%2 != 0
	r.Escapes = image[:n/2]
	image = image[n:]
	if i := strings.LastIndexByte(image, '$'); i > 0 {
		r.Before = image[:i]
		image = image[i:]
	}
	first.image = image
	switch {
	case strings.HasPrefix(image, "$!"):
		r.Silent = true
		r.Name = image[2:]
		if strings.HasPrefix(image, "$!{") {
			r.Name = name.image
		}
	case image == "${":
		r.Name = name.image
	case strings.HasPrefix(image, "$"):
		r.Name = image[1:]
	default:
		r.Runt = true
		r.Name = image
	}
}

// slashBang is $\!name, which is not a reference: it is the text with one backslash less, but as
// nothing has that name it renders empty on API Gateway.
func (p *parser) slashBang(r *Reference, image string) {
	dollar := strings.IndexByte(image, '$')
	if dollar < 0 {
		r.Name = image
		return
	}
	i := dollar
	for i < len(image) && image[i] != '\\' {
		i++
	}
	count := 0
	for i+count < len(image) && image[i+count] == '\\' {
		count++
	}
	r.Name = image[:i] + image[i:i+count-1] + image[i+count:]
}

func (p *parser) indexes(r *Reference) {
	for p.is(tokIndexLBracket) {
		t := p.take(tokIndexLBracket, `"["`)
		p.opt(tokWhitespace)
		arg := p.indexArgument()
		p.opt(tokWhitespace)
		p.take(tokIndexRBracket, `"]"`)
		r.Steps = append(r.Steps, Step{Pos: p.at(t).pos, Args: []Expr{arg}, Index: true, ID: p.names.step()})
	}
}

func (p *parser) indexArgument() Expr {
	switch t := p.peek(); t.kind {
	case tokString, tokInteger, tokTrue, tokFalse:
		return p.literalOperand()
	case tokIdentifier, tokLCurly:
		return p.reference()
	default:
		p.unexpected(t, "an index: a string, an integer or a reference")
		return nil
	}
}

func (p *parser) step(r *Reference) {
	t := p.peek()
	if !p.lookahead(3, scanMethod) {
		p.take(tokIdentifier, "the name of a property")
		r.Steps = append(r.Steps, Step{Pos: p.at(t).pos, Property: t.image, ID: p.names.step()})
		return
	}
	p.take(tokIdentifier, "the name of a method")
	p.take(tokLParen, `"("`)
	var args []Expr
	if !p.is(tokRefModRParen) {
		args = p.parameters()
	}
	p.take(tokRefModRParen, `")" after the arguments`)
	r.Steps = append(r.Steps, Step{Pos: p.at(t).pos, Method: t.image, Args: args, ID: p.names.step()})
}

func (p *parser) parameters() []Expr {
	args := []Expr{p.parameter()}
	for p.is(tokComma) {
		p.token = p.peek()
		args = append(args, p.parameter())
	}
	return args
}

// parameter parses an argument, an item of a list or a part of a map: expressions are not allowed.
func (p *parser) parameter() Expr {
	p.opt(tokWhitespace)
	e := p.operand("an argument: a literal or a reference")
	p.opt(tokWhitespace)
	return e
}
