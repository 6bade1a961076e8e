package parse

import (
	"strings"
	"unicode/utf8"
)

// matcher keeps the longest match at the beginning of rest; of equally long ones, that of the
// smallest kind.
type matcher struct {
	rest   string
	kind   kind
	length int
}

func (m *matcher) try(k kind, n int) {
	if n > m.length || n == m.length && n > 0 && k < m.kind {
		m.kind, m.length = k, n
	}
}

func (m *matcher) lit(s string) int {
	if strings.HasPrefix(m.rest, s) {
		return len(s)
	}
	return 0
}

// any matches any one character.
func (m *matcher) any(k kind) {
	_, n := utf8.DecodeRuneInString(m.rest)
	m.try(k, n)
}

func (m *matcher) at(i int) byte {
	if i < len(m.rest) {
		return m.rest[i]
	}
	return 0
}

func (m *matcher) run(i int, in func(byte) bool) int {
	for i < len(m.rest) && in(m.rest[i]) {
		i++
	}
	return i
}

func isBlank(c byte) bool  { return c == ' ' || c == '\t' }
func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isEscape(c byte) bool { return c == '\\' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' || c == '@' }
func isIdent(c byte) bool  { return isLetter(c) || isDigit(c) || c == '_' || c == '-' }

// newline matches one line end at i and returns the position after it, or 0.
func (m *matcher) newline(i int) int {
	switch m.at(i) {
	case '\n':
		return i + 1
	case '\r':
		if m.at(i+1) == '\n' {
			return i + 2
		}
		return i + 1
	}
	return 0
}

// closing matches a word and, when nothing else is on the line, the rest of the line.
func (m *matcher) closing(word string) int {
	n := m.lit(word)
	if n == 0 {
		return 0
	}
	if end := m.newline(m.run(n, isBlank)); end > 0 {
		return end
	}
	return n
}

// everywhere matches what may begin in any state; a line comment cannot begin everywhere.
func (m *matcher) everywhere(noComment bool) {
	switch m.at(0) {
	case '#':
		m.try(tokHash, 1)
		if !noComment {
			m.try(tokLineCommentStart, m.lit("##"))
		}
		m.try(tokMultiLineCommentStart, m.lit("#*"))
		m.try(tokTextblockStart, m.lit("#[["))
		if m.lit("#**") > 0 && len(m.rest) > 3 && m.at(3) != '#' {
			_, size := utf8.DecodeRuneInString(m.rest[3:])
			m.try(tokFormalCommentStart, 3+size)
		}
	case '$', '\\':
		i := m.run(0, isEscape)
		if m.at(i) != '$' {
			return
		}
		m.try(tokDollar, i+1)
		if j := m.run(i+1, isEscape); m.at(j) == '!' {
			m.try(tokDollarBang, j+1)
		}
	}
}

// text matches what plain text consists of.
func (m *matcher) text() {
	n := strings.IndexAny(m.rest, `$#\`)
	if n < 0 {
		n = len(m.rest)
	}
	m.try(tokText, n)
	m.set()
	m.emptyIndex()
	if m.at(0) != '\\' {
		return
	}
	m.try(tokEscape, 1)
	m.try(tokDoubleEscape, m.lit(`\\`))
	if i := m.run(0, isEscape); i%2 == 1 && m.at(i) == '#' {
		m.try(tokEscapeDirective, m.word(i+1, true))
	}
}

// word matches a directive's name at i and returns the position after it, or 0.
func (m *matcher) word(i int, braces bool) int {
	c := m.at(i)
	if isLetter(c) || c == '_' || c == '@' {
		return m.run(i, isWord)
	}
	if braces && c == '{' && (isLetter(m.at(i+1)) || m.at(i+1) == '_') {
		if end := m.run(i+1, isWord); m.at(end) == '}' {
			return end + 1
		}
	}
	return 0
}

// set matches #set( with the blanks before it.
func (m *matcher) set() {
	i := m.run(0, isBlank)
	rest := m.rest[i:]
	switch {
	case strings.HasPrefix(rest, "#set"):
		i += len("#set")
	case strings.HasPrefix(rest, "#{set}"):
		i += len("#{set}")
	default:
		return
	}
	for m.at(i) == ' ' {
		i++
	}
	if m.at(i) == '(' {
		m.try(tokSet, i+1)
	}
}

func (m *matcher) emptyIndex() {
	for _, s := range [...]string{"$[", "$![", `$\![`, "$."} {
		m.try(tokEmptyIndex, m.lit(s))
	}
}

func (m *matcher) identifier() {
	if c := m.at(0); isLetter(c) || c == '_' {
		m.try(tokIdentifier, m.run(1, isIdent))
	}
	if m.at(0) == '.' && isLetter(m.at(1)) {
		m.try(tokDot, 2)
	}
	m.booleans()
}

func (m *matcher) booleans() {
	m.try(tokTrue, m.lit("true"))
	m.try(tokFalse, m.lit("false"))
}

func (m *matcher) reference() {
	m.identifier()
	m.try(tokLCurly, m.lit("{"))
	m.try(tokRCurly, m.lit("}"))
}

func (m *matcher) brackets() {
	m.try(tokLBracket, m.lit("["))
	m.try(tokRBracket, m.lit("]"))
	m.try(tokComma, m.lit(","))
	m.try(tokDoubleDot, m.lit(".."))
	m.try(tokColon, m.lit(":"))
	m.try(tokLeftCurly, m.lit("{"))
	m.try(tokRightCurly, m.lit("}"))
}

func (m *matcher) operand() {
	m.try(tokWhitespace, m.run(0, isSpace))
	m.str()
	m.booleans()
	m.number()
}

// str matches a string literal; doubled quotes are part of it.
func (m *matcher) str() {
	quote := m.at(0)
	if quote != '"' && quote != '\'' {
		return
	}
	for i := 1; ; i++ {
		j := strings.IndexByte(m.rest[i:], quote)
		if j < 0 {
			return
		}
		i += j
		m.try(tokString, i+1)
		if m.at(i+1) != quote {
			return
		}
		i++
	}
}

func (m *matcher) number() {
	i := 0
	if m.at(0) == '-' {
		i = 1
	}
	whole := m.run(i, isDigit)
	if whole > i {
		n := whole
		if m.at(n) == '.' && m.at(n+1) == '.' {
			n += 2
		}
		m.try(tokInteger, n)
		if m.at(whole) == '.' {
			n = m.run(whole+1, isDigit)
			m.try(tokFloat, max(n, m.exponent(n)))
		}
		m.try(tokFloat, m.exponent(whole))
		return
	}
	if m.at(i) == '.' && isDigit(m.at(i+1)) {
		n := m.run(i+1, isDigit)
		m.try(tokFloat, max(n, m.exponent(n)))
	}
}

// exponent matches e+10 at i and returns the position after it, or 0.
func (m *matcher) exponent(i int) int {
	if c := m.at(i); c != 'e' && c != 'E' {
		return 0
	}
	i++
	if c := m.at(i); c == '+' || c == '-' {
		i++
	}
	if end := m.run(i, isDigit); end > i {
		return end
	}
	return 0
}

func (m *matcher) preDirective() {
	m.try(tokEnd, m.closing("end"))
	m.try(tokEnd, m.closing("{end}"))
	m.try(tokIf, max(m.lit("if"), m.lit("{if}")))
	m.try(tokElseIf, max(m.lit("elseif"), m.lit("{elseif}")))
	m.try(tokElse, m.closing("else"))
	m.try(tokElse, m.closing("{else}"))
	m.number()
	m.words()
}

func (m *matcher) words() {
	c := m.at(0)
	if c == '{' {
		m.try(tokBracketedWord, m.word(0, true))
		return
	}
	m.try(tokWord, m.word(0, false))
}

var operatorTokens = [...]struct {
	text string
	kind kind
}{
	{"-", tokMinus}, {"+", tokPlus}, {"*", tokMultiply}, {"/", tokDivide}, {"%", tokModulus},
	{"&&", tokAnd}, {"and", tokAnd}, {"||", tokOr}, {"or", tokOr},
	{"<", tokLT}, {"lt", tokLT}, {"<=", tokLE}, {"le", tokLE},
	{">", tokGT}, {"gt", tokGT}, {">=", tokGE}, {"ge", tokGE},
	{"==", tokEQ}, {"eq", tokEQ}, {"!=", tokNE}, {"ne", tokNE},
	{"!", tokNot}, {"not", tokNot}, {"=", tokAssign},
}

func (m *matcher) operators() {
	for _, op := range operatorTokens {
		m.try(op.kind, m.lit(op.text))
	}
}
