package parse

import (
	"fmt"
	"strings"
)

// maxNesting bounds how deeply a template's parts may be nested in each other.
const maxNesting = 200

// MaxTemplate is the size in bytes that API Gateway allows a mapping template.
const MaxTemplate = 300 * 1024

// parser builds the tree. It follows the grammar of Velocity 1.7, looking ahead as far as that does.
type parser struct {
	lex    *lexer
	src    *origin
	shift  int // of the lexer's offsets against the source's: a string literal is parsed on its own
	token  *token
	names  *slots
	macros map[string]bool
	scans  int
	depth  int

	operandLiteral string // the source of the operand parsed last
}

// failure is panicked with and becomes what Parse returns.
type failure struct{ err *Error }

func (p *parser) fail(offset int, format string, args ...any) {
	panic(failure{p.src.errorAt(offset+p.shift, nil, format, args...)})
}

func (p *parser) at(t *token) node { return node{p.src.pos(t.begin + p.shift)} }

// after returns the token after t, from the source unless it has been read already.
func (p *parser) after(t *token) *token {
	if t.next == nil {
		next, err := p.lex.next()
		if err != nil {
			p.fail(err.offset, "%s", p.lexMessage(err.offset))
		}
		t.next = next
	}
	return t.next
}

func (p *parser) lexMessage(offset int) string {
	if offset < len(p.lex.src) {
		return fmt.Sprintf("unexpected %q", p.lex.src[offset:min(len(p.lex.src), offset+1)])
	}
	switch {
	case strings.HasSuffix(p.lex.src, "$"):
		return `the template ends with "$", which begins a reference; write ${D} after #set($D = '$')`
	case strings.HasSuffix(p.lex.src, "#"):
		return `the template ends with "#", which begins a directive`
	}
	return "the template ends inside of something that is not closed"
}

func (p *parser) peek() *token { return p.after(p.token) }

func (p *parser) is(k kind) bool { return p.peek().kind == k }

// take consumes the next token, which must be of that kind.
func (p *parser) take(k kind, what string) *token {
	t := p.peek()
	if t.kind != k {
		p.unexpected(t, what)
	}
	p.token = t
	return t
}

func (p *parser) opt(k kind) {
	if p.is(k) {
		p.token = p.peek()
	}
}

func (p *parser) unexpected(t *token, want string) {
	got := "the end of the template"
	if t.kind != tokEOF {
		got = fmt.Sprintf("%q", strings.TrimSpace(t.image))
	}
	p.fail(t.begin, "found %s, expected %s", got, want)
}

// nest guards recursion; use it as defer p.nest()().
func (p *parser) nest() func() {
	if p.depth++; p.depth > maxNesting {
		p.fail(p.token.begin, "parts are nested more than %d deep", maxNesting)
	}
	return func() { p.depth-- }
}

// sub parses the inside of a string literal; shift is where it begins in the source.
func (p *parser) sub(text string, shift int) *Block {
	inner := &parser{
		lex: &lexer{src: text}, src: p.src, shift: shift, token: &token{},
		names: p.names, macros: map[string]bool{}, scans: p.scans, depth: p.depth,
	}
	block := inner.template()
	p.scans = inner.scans
	return block
}

func (p *parser) template() *Block {
	defer p.nest()()
	block := p.block()
	if !p.is(tokEOF) {
		p.unexpected(p.peek(), "text, a reference or a directive")
	}
	return block
}

// block parses statements up to a token that begins none.
func (p *parser) block() *Block {
	b := &Block{node: p.at(p.peek())}
	for {
		s, ok := p.statement()
		if !ok {
			return b
		}
		b.List = append(b.List, s)
	}
}

func (p *parser) statement() (Statement, bool) {
	t := p.peek()
	if t.kind == tokIf {
		return p.ifStatement(), true
	}
	if (t.kind == tokIdentifier || t.kind == tokLCurly) && p.lookahead(2, scanReference) {
		return p.reference(), true
	}
	switch t.kind {
	case tokLineCommentStart, tokMultiLineComment, tokFormalComment:
		return p.comment(), true
	case tokTextblock:
		return p.textblock(), true
	case tokSet:
		return p.set(), true
	case tokEscapeDirective:
		p.token = t
		raw := t.image
		t.image = p.unescapeDirective(raw)
		return &Text{node: p.at(t), Value: t.image, Raw: p.raw(t)}, true
	case tokDoubleEscape:
		return p.escape(), true
	case tokWord, tokBracketedWord:
		return p.directive(), true
	case tokText, tokDot, tokRParen, tokLParen, tokInteger, tokFloat, tokString, tokEscape, tokLCurly, tokRCurly, tokEmptyIndex:
		return p.text(), true
	}
	return nil, false
}

// raw is the source from a token, with what was skipped before it, to the last token consumed.
func (p *parser) raw(from *token) string {
	return p.lex.src[from.lead:max(from.lead, p.token.end)]
}

func (p *parser) text() *Text {
	t := p.peek()
	p.token = t
	return &Text{node: p.at(t), Value: t.literal(), Raw: p.raw(t)}
}

func (p *parser) comment() *Comment {
	t := p.peek()
	p.token = t
	if t.kind == tokLineCommentStart {
		p.opt(tokLineCommentEnd)
	}
	c := &Comment{node: p.at(t), Raw: p.raw(t)}
	if i := strings.Index(t.image, "##"); i >= 0 {
		c.Prefix = t.image[:i]
	} else if i := strings.Index(t.image, "#*"); i >= 0 {
		c.Prefix = t.image[:i]
	}
	return c
}

// textblock is #[[ text ]]#. A comment-like "##" before it does not shorten it, but Velocity cuts
// three characters off on both sides whatever they are.
func (p *parser) textblock() *Text {
	t := p.peek()
	p.token = t
	cut := len("#[[")
	if len(t.image) < 2*cut {
		p.fail(t.begin, "%q closes no #[[", t.image)
	}
	return &Text{node: p.at(t), Value: t.image[cut : len(t.image)-cut], Raw: p.raw(t)}
}

// escape is a run of doubled backslashes before something that is not a reference.
func (p *parser) escape() *Text {
	first := p.peek()
	count := 0
	for p.is(tokDoubleEscape) {
		p.token = p.peek()
		count++
	}
	next := p.peek()
	control := next.kind == tokIf || next.kind == tokElse || next.kind == tokElseIf || next.kind == tokEnd
	if next.image != "" && p.known(next.image[1:]) {
		control = true
	}
	text := strings.Repeat(`\\`, count)
	if control {
		text = text[:count]
	}
	return &Text{node: p.at(first), Value: text, Raw: p.raw(first)}
}

// directives are those that Velocity knows by name; evaluate is not among them on AWS (VTL-029).
var directives = map[string]bool{
	"foreach": true, "include": true, "parse": true, "macro": true, "literal": true,
	"break": true, "define": true, "stop": true,
}

func (p *parser) known(name string) bool { return directives[name] || p.macros[name] }

// unescapeDirective halves the backslashes before a directive that exists.
func (p *parser) unescapeDirective(image string) string {
	last := strings.LastIndexByte(image, '\\')
	directive := image[last+1:]
	name := directive[1:]
	if name[0] == '{' {
		name = name[1 : len(name)-1]
	}
	switch name {
	case "if", "end", "set", "else", "elseif":
	default:
		if !p.known(name) {
			return image
		}
	}
	return image[:last/2] + directive
}

// literal is the source of a node between two tokens as Velocity puts it together again.
func (p *parser) literal(first, last *token) string {
	var b strings.Builder
	for t := first; ; t = t.next {
		if t == nil {
			p.fail(first.begin, "#literal()...#end must not be empty")
		}
		b.WriteString(t.literal())
		if t == last {
			return b.String()
		}
	}
}
