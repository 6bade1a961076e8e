package parse

import "strings"

// kind is a token's kind. The order matters: where two kinds match equally many characters, the
// smaller one wins, as in Velocity's generated scanner.
type kind uint8

const (
	tokEOF kind = iota
	tokIndexLBracket
	tokIndexRBracket
	tokLBracket
	tokRBracket
	tokComma
	tokDoubleDot
	tokColon
	tokLeftCurly
	tokRightCurly
	tokLParen
	tokRParen
	tokRefModRParen
	tokEscapeDirective
	tokSet
	tokDollar // the first of those that only begin a token
	tokDollarBang
	tokTextblockStart
	tokFormalCommentStart
	tokMultiLineCommentStart
	tokHash
	tokLineCommentStart
	tokDoubleEscape
	tokEscape
	tokText
	tokLineCommentEnd
	tokFormalComment
	tokMultiLineComment
	tokTextblock
	tokCommentChar   // skipped
	tokTextblockChar // goes on
	tokWhitespace
	tokString
	tokTrue
	tokFalse
	tokMinus
	tokPlus
	tokMultiply
	tokDivide
	tokModulus
	tokAnd
	tokOr
	tokLT
	tokLE
	tokGT
	tokGE
	tokEQ
	tokNE
	tokNot
	tokAssign
	tokEnd
	tokIf
	tokElseIf
	tokElse
	tokInteger
	tokFloat
	tokWord
	tokBracketedWord
	tokIdentifier
	tokDot
	tokLCurly
	tokRCurly
	tokReferenceEnd // special: kept beside the next token
	tokDirectiveEnd // special
	tokEmptyIndex
)

// token is a stretch of the source.
type token struct {
	kind    kind
	begin   int    // offset of the first byte
	end     int    // offset after the last byte
	image   string // mostly the source from begin to end
	lead    int    // where the token before this one ends
	special *token // the special token before this one
	next    *token

	reference memo // whether a reference begins here, as far as lookahead has found out
}

// memo is the result of looking ahead.
type memo struct {
	known bool
	last  *token // nil if there is no match
}

// literal is what the token contributes to text: a comment nothing, anything else its image after
// the dollars and hashes that turned out to begin nothing.
func (t *token) literal() string {
	if t.kind == tokMultiLineComment {
		return ""
	}
	if t.special == nil || strings.HasPrefix(t.special.image, "##") {
		return t.image
	}
	return t.specialText() + t.image
}

func (t *token) specialText() string {
	first := t.special
	for first.special != nil {
		first = first.special
	}
	var b strings.Builder
	for s := first; s != nil; s = s.next {
		image := s.image
		for i := 0; i < len(image); i++ {
			switch c := image[i]; c {
			case '#', '$':
				b.WriteByte(c)
			case '\\':
				j := i
				for j < len(image) && image[j] == '\\' {
					j++
				}
				if j < len(image) && image[j] == '$' {
					b.WriteString(image[i : j+1])
					i = j + 1
				}
			}
		}
	}
	return b.String()
}
