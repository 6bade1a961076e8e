package parse

import (
	"strings"
	"unicode/utf8"
)

// lexer finds the tokens of a template. It follows the scanner of Velocity 1.7 state by state,
// because what is text and what is not depends on it in ways that no simpler rule describes.
type lexer struct {
	lexStack
	src string
	pos int
}

// lexError is a place where no token can begin or end.
type lexError struct{ offset int }

// next returns the next token, with the special tokens before it linked to it.
func (l *lexer) next() (*token, *lexError) {
	lead := l.pos
	var special *token
	for {
		begin := l.pos
		if begin >= len(l.src) {
			return &token{kind: tokEOF, begin: begin, end: begin, lead: lead, special: special}, nil
		}
		k, err := l.match()
		if err != nil {
			return nil, err
		}
		switch k {
		case tokCommentChar:
		case tokReferenceEnd, tokDirectiveEnd:
			t := &token{kind: k, begin: begin, end: l.pos, image: l.src[begin:l.pos], special: special}
			if special != nil {
				special.next = t
			}
			special = t
			_, size := utf8.DecodeLastRuneInString(l.src[begin:l.pos])
			l.pos -= size
			l.pop()
		default:
			return l.finish(&token{kind: k, begin: begin, end: l.pos, lead: lead, special: special}), nil
		}
	}
}

// finish acts on a token and gives it its image.
func (l *lexer) finish(t *token) *token {
	l.accept(t.kind)
	switch t.kind {
	case tokDot: // the letter after it begins the next token
		l.pos--
		t.end--
		t.image = "."
		return t
	case tokInteger:
		if strings.HasSuffix(l.src[t.begin:t.end], "..") {
			l.pos -= 2
			t.end -= 2
		}
	}
	t.image = l.src[t.begin:t.end]
	return t
}

// match advances over one token and returns its kind. A token may begin in one state and end in
// another.
func (l *lexer) match() (kind, *lexError) {
	for {
		k, n := l.longest()
		if n == 0 {
			return 0, &lexError{l.pos}
		}
		l.pos += n
		switch {
		case k >= tokDollar && k <= tokHash:
			if l.begin(k) { // the character after "#**" is part of the comment
				l.pos -= n - len("#**")
			}
		case k == tokTextblockChar:
		default:
			return k, nil
		}
		if l.pos >= len(l.src) {
			return 0, &lexError{l.pos}
		}
	}
}

// longest returns the token that matches most characters at the current position, and how many bytes
// those are.
func (l *lexer) longest() (kind, int) {
	m := matcher{rest: l.src[l.pos:]}
	switch l.state {
	case inText:
		m.text()
	case inReference:
		m.reference()
		m.try(tokIndexLBracket, m.lit("["))
		m.set()
		m.emptyIndex()
		m.any(tokReferenceEnd)
	case inRefModifier:
		m.reference()
		m.try(tokIndexLBracket, m.lit("["))
		m.try(tokLParen, m.lit("("))
		m.set()
		m.any(tokReferenceEnd)
	case inRefIndex:
		m.try(tokIndexRBracket, m.lit("]"))
		m.operand()
	case inRefArguments:
		m.brackets()
		m.try(tokRefModRParen, m.lit(")"))
		m.set()
		m.operand()
		m.identifier()
	case inPreDirective:
		m.preDirective()
		m.any(tokDirectiveEnd)
	case inDirective:
		m.brackets()
		m.try(tokLParen, m.lit("("))
		m.try(tokRParen, m.closing(")"))
		m.operand()
		m.operators()
		m.words()
	case inTextblock:
		m.try(tokTextblock, m.lit("]]#"))
		m.any(tokTextblockChar)
	case inMultiLineComment:
		m.try(tokMultiLineComment, m.lit("*#"))
		m.any(tokCommentChar)
	case inFormalComment:
		m.try(tokFormalComment, m.lit("*#"))
		m.any(tokCommentChar)
	case inLineComment:
		m.try(tokLineCommentEnd, m.newline(0))
		m.any(tokCommentChar)
	}
	m.everywhere(l.noLineComment())
	return m.kind, m.length
}

// noLineComment says whether "##" begins no comment in the current state.
func (l *lexer) noLineComment() bool {
	switch l.state {
	case inText, inReference, inPreDirective, inDirective:
		return false
	}
	return true
}
