package parse

import (
	"math/big"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/java"
)

// binaryLevels are the operators by precedence, the weakest first.
var binaryLevels = [...]map[kind]string{
	{tokOr: "||"},
	{tokAnd: "&&"},
	{tokEQ: "==", tokNE: "!="},
	{tokLT: "<", tokGT: ">", tokLE: "<=", tokGE: ">="},
	{tokPlus: "+", tokMinus: "-"},
	{tokMultiply: "*", tokDivide: "/", tokModulus: "%"},
}

func (p *parser) expression() Expr {
	defer p.nest()()
	return p.binary(0)
}

func (p *parser) binary(level int) Expr {
	if level == len(binaryLevels) {
		return p.unary()
	}
	x := p.binary(level + 1)
	for {
		t := p.peek()
		op, ok := binaryLevels[level][t.kind]
		if !ok {
			return x
		}
		p.token = t
		b := &Binary{node: node{x.Position()}, Op: op, X: x, LitX: p.operandLiteral}
		right := p.peek()
		b.Y = p.binary(level + 1)
		b.LitY = p.operandLiteral
		x = b
		// Velocity takes only the right operand for the source of an operation.
		p.operandLiteral = p.literal(right, p.token)
	}
}

func (p *parser) unary() Expr {
	defer p.nest()()
	if !p.lookahead(2, scanNot) {
		return p.primary()
	}
	p.opt(tokWhitespace)
	t := p.take(tokNot, `"!"`)
	return &Not{node: p.at(t), X: p.unary()}
}

func (p *parser) primary() Expr {
	p.opt(tokWhitespace)
	var e Expr
	first := p.peek()
	if first.kind == tokLParen {
		p.token = first
		inner := p.peek()
		e = &Paren{node: p.at(first), X: p.expression()}
		p.operandLiteral = p.literal(inner, p.token)
		p.take(tokRParen, `")"`)
	} else {
		e = p.operand("a value: a literal or a reference")
		p.operandLiteral = p.literal(first, p.token)
	}
	p.opt(tokWhitespace)
	return e
}

// operand parses what expressions, arguments and lists have in common.
func (p *parser) operand(want string) Expr {
	switch t := p.peek(); t.kind {
	case tokString, tokInteger, tokFloat, tokTrue, tokFalse:
		return p.literalOperand()
	case tokIdentifier, tokLCurly:
		return p.reference()
	case tokLBracket:
		if p.lookahead(unlimited, scanRangeStart) {
			return p.rangeLiteral()
		}
		return p.list()
	case tokLeftCurly:
		return p.mapLiteral()
	default:
		p.unexpected(t, want)
		return nil
	}
}

func (p *parser) literalOperand() Expr {
	t := p.peek()
	p.token = t
	if t.kind == tokInteger || t.kind == tokFloat {
		if c := t.image[0]; !isDigit(c) && c != '-' && c != '.' { // #1 is one token
			p.fail(t.begin, "%q is not a number", t.image)
		}
	}
	switch t.kind {
	case tokString:
		return p.stringLiteral(t)
	case tokInteger:
		return &NumberLiteral{node: p.at(t), Value: integer(t.image), Raw: t.image}
	case tokFloat:
		f, _ := strconv.ParseFloat(t.image, 64)
		return &NumberLiteral{node: p.at(t), Value: f, Raw: t.image}
	}
	return &BoolLiteral{node: p.at(t), Value: t.kind == tokTrue}
}

// integer reads an Integer, a Long or a BigInteger, whichever is wide enough.
func integer(s string) any {
	if n, err := strconv.ParseInt(s, 10, 32); err == nil {
		return int32(n) // parsed with 32 bits
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	n, _ := new(big.Int).SetString(s, 10)
	return n
}

func (p *parser) list() Expr {
	defer p.nest()()
	t := p.take(tokLBracket, `"["`)
	l := &ListLiteral{node: p.at(t)}
	if !p.is(tokRBracket) {
		l.Items = p.parameters()
	}
	p.take(tokRBracket, `"]"`)
	return l
}

func (p *parser) mapLiteral() Expr {
	defer p.nest()()
	t := p.take(tokLeftCurly, `"{"`)
	m := &MapLiteral{node: p.at(t)}
	if p.lookahead(2, scanMapEntries) {
		for {
			m.Keys = append(m.Keys, p.parameter())
			p.take(tokColon, `":"`)
			m.Values = append(m.Values, p.parameter())
			if !p.is(tokComma) {
				break
			}
			p.token = p.peek()
		}
	} else {
		p.opt(tokWhitespace)
	}
	if p.is(tokRCurly) {
		p.token = p.peek()
	} else {
		p.take(tokRightCurly, `"}"`)
	}
	return m
}

func (p *parser) rangeLiteral() Expr {
	t := p.take(tokLBracket, `"["`)
	r := &Range{node: p.at(t)}
	r.From = p.bound()
	p.take(tokDoubleDot, `".."`)
	r.To = p.bound()
	p.take(tokRBracket, `"]"`)
	return r
}

func (p *parser) bound() Expr {
	p.opt(tokWhitespace)
	defer p.opt(tokWhitespace)
	switch t := p.peek(); t.kind {
	case tokInteger:
		return p.literalOperand()
	case tokIdentifier, tokLCurly:
		return p.reference()
	default:
		p.unexpected(t, "an integer or a reference")
		return nil
	}
}

// stringLiteral reads '...' as it is, and "..." as a template of its own when it has a $ or # in it.
func (p *parser) stringLiteral(t *token) Expr {
	quote := t.image[:1]
	image := t.image[1 : len(t.image)-1]
	s := &StringLiteral{node: p.at(t), Raw: t.image}
	double := quote == `"`
	if double {
		image = p.unescapeUnicode(t, image)
	}
	s.Value = strings.ReplaceAll(image, quote+quote, quote)
	if !double || !strings.ContainsAny(t.image, "$#") {
		return s
	}
	text := s.Value
	s.Chop = !strings.Contains(text, "##")
	if s.Chop {
		text += " "
	}
	s.Parts = p.sub(text, t.begin+1+p.shift)
	return s
}

// unescapeUnicode replaces \uXXXX, the only escape that string literals know.
func (p *parser) unescapeUnicode(t *token, s string) string {
	if !strings.Contains(s, `\u`) {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, `\u`)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		units, tail := cutUnits(rest, 4)
		n, err := strconv.ParseInt(units, 16, 32)
		if len(units) < 4 || err != nil || strings.Contains(units, "_") {
			p.fail(t.begin, `\u in a string literal must be followed by four hexadecimal digits`)
		}
		b.WriteString(java.FromUnits([]uint16{uint16(n)})) // four digits; Java keeps the low bits, too
		s = tail
	}
}

// cutUnits cuts n bytes off, which is n characters for all that can be digits.
func cutUnits(s string, n int) (head, tail string) {
	n = min(n, len(s))
	return s[:n], s[n:]
}
