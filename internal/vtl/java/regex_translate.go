package java

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// translator rewrites a Java pattern as one of Go's.
type translator struct {
	in    string
	i     int
	out   strings.Builder
	needs demands
	atom  bool // a quantifier may follow
	depth int
}

// Classes that Java spells alike and means differently, as the inside of brackets.
const (
	spaces     = `\t\n\x0B\f\r `
	horizontal = ` \t\x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}`
	vertical   = `\n\x0B\f\r\x{85}\x{2028}\x{2029}`
	lineEnds   = `\n\r\x{85}\x{2028}\x{2029}`
)

// posixClasses are \p{Name}, ASCII only in Java.
var posixClasses = map[string]string{
	"Lower": "a-z", "Upper": "A-Z", "ASCII": `\x00-\x7F`, "Alpha": "a-zA-Z", "Digit": "0-9",
	"Alnum": "a-zA-Z0-9", "Punct": "!-/:-@\\[-`{-~", "Graph": "!-~", "Print": " -~", "Blank": ` \t`,
	"Cntrl": `\x00-\x1F\x7F`, "XDigit": "0-9a-fA-F", "Space": spaces,
}

func translate(pattern string) (text string, needs demands, err error) {
	t := &translator{in: pattern}
	defer Catch(&err)
	t.alternatives()
	if t.i < len(t.in) {
		t.syntax("Unmatched closing ')'")
	}
	return t.out.String(), t.needs, nil
}

func (t *translator) syntax(format string, args ...any) {
	panic(Throw("java.util.regex.PatternSyntaxException", "%s near index %d of %q", fmt.Sprintf(format, args...), t.i, t.in))
}

func (t *translator) unsupported(what string) {
	panic(Throw("UnsupportedOperationException", "%s in the regular expression %q is not supported here", what, t.in))
}

func (t *translator) peek(s string) bool { return strings.HasPrefix(t.in[t.i:], s) }

func (t *translator) rune() rune {
	if t.i >= len(t.in) {
		t.syntax("Unexpected end")
	}
	r, size := DecodeRune(t.in[t.i:])
	t.i += size
	return r
}

// alternatives translates up to a closing parenthesis or the end.
func (t *translator) alternatives() {
	if t.depth++; t.depth > 100 {
		t.unsupported("groups more than 100 deep")
	}
	defer func() { t.depth-- }()
	t.atom = false
	for t.i < len(t.in) && t.in[t.i] != ')' {
		t.piece()
	}
}

func (t *translator) piece() {
	switch c := t.rune(); c {
	case '|':
		t.out.WriteByte('|')
		t.atom = false
	case '(':
		t.group()
		t.atom = true
	case '[':
		t.out.WriteString(t.class())
		t.atom = true
	case '.':
		t.out.WriteString(`[^` + lineEnds + `]`)
		t.atom = true
	case '^':
		t.out.WriteByte('^')
		t.atom = false
	case '$':
		t.needs.lineEnd = true
		t.out.WriteString(`$`)
		t.atom = false
	case '*', '+', '?', '{':
		t.quantifier(c)
	case '\\':
		t.escape()
	default:
		t.out.WriteString(regexp.QuoteMeta(string(c)))
		t.atom = true
	}
}

// quantifier translates the character just read and what belongs to it.
func (t *translator) quantifier(c rune) {
	if !t.atom {
		if c == '{' {
			t.syntax("Illegal repetition")
		}
		t.syntax("Dangling meta character '%c'", c)
	}
	if c != '{' {
		t.out.WriteRune(c)
	} else {
		end := strings.IndexByte(t.in[t.i:], '}')
		if end < 0 || !isRepeat(t.in[t.i:t.i+end]) {
			t.syntax("Illegal repetition")
		}
		t.out.WriteString("{" + t.in[t.i:t.i+end] + "}")
		t.i += end + 1
	}
	switch {
	case t.peek("+"):
		t.unsupported("a possessive quantifier")
	case t.peek("?"):
		t.i++
		t.out.WriteByte('?')
	}
	t.atom = false
	if t.peek("*") || t.peek("?") {
		t.syntax("Dangling meta character '%c'", t.in[t.i])
	}
}

func isRepeat(s string) bool {
	low, high, two := strings.Cut(s, ",")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(low) && (!two || high == "" || digits(high))
}

func (t *translator) group() {
	switch {
	case t.peek("?:"):
		t.i += 2
		t.out.WriteString("(?:")
	case t.peek("?=") || t.peek("?!") || t.peek("?<=") || t.peek("?<!"):
		t.unsupported("lookaround")
	case t.peek("?>"):
		t.unsupported("an atomic group")
	case t.peek("?<"):
		end := strings.IndexByte(t.in[t.i:], '>')
		if end < 0 {
			t.syntax("named capturing group is missing trailing '>'")
		}
		t.out.WriteString("(?P<" + t.in[t.i+2:t.i+end] + ">")
		t.i += end + 1
	case t.peek("?"):
		if t.flags() {
			return
		}
	default:
		t.out.WriteByte('(')
	}
	t.alternatives()
	if !t.peek(")") {
		t.syntax("Unclosed group")
	}
	t.i++
	t.out.WriteByte(')')
}

// flags translates (?i), which ends there, or (?i:, which goes on.
func (t *translator) flags() (done bool) {
	t.i++
	end := strings.IndexAny(t.in[t.i:], ":)")
	if end < 0 {
		t.syntax("Unknown inline modifier")
	}
	flags := t.in[t.i : t.i+end]
	if strings.Trim(flags, "ims-") != "" {
		t.unsupported("the flag (?" + flags + ")")
	}
	if strings.Contains(flags, "m") {
		t.needs.multiline = true
	}
	if strings.Contains(flags, "s") { // the dot has been written as a class
		t.unsupported("the flag (?s)")
	}
	t.out.WriteString("(?" + flags + t.in[t.i+end:t.i+end+1])
	t.i += end + 1
	return t.in[t.i-1] == ')'
}

// escape translates what follows a backslash outside of brackets.
func (t *translator) escape() {
	t.atom = true
	at := t.i
	switch c := t.rune(); c {
	case 'b', 'B':
		t.needs.wordBoundary = true
		t.out.WriteString(`\` + string(c))
		t.atom = false
	case 'A', 'z':
		t.out.WriteString(`\` + string(c))
		t.atom = false
	case 'Z':
		t.needs.lineEnd = true
		t.out.WriteString(`\z`)
		t.atom = false
	case 'Q':
		quoted, _, found := strings.Cut(t.in[t.i:], `\E`)
		t.i += len(quoted)
		if found {
			t.i += 2
		}
		t.quote(quoted)
	case 'E':
	case 'R':
		t.out.WriteString(`(?:\r\n|[` + vertical + `])`)
	case 'G', 'X', 'k':
		t.unsupported(`\` + string(c))
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		t.unsupported("a back-reference")
	default:
		t.i = at
		t.out.WriteString(t.classEscape(false))
	}
}

// quote writes literal text; a quantifier after it applies to the last character.
func (t *translator) quote(s string) {
	for _, r := range s {
		t.out.WriteString(regexp.QuoteMeta(string(r)))
	}
	t.atom = s != "" || t.atom
}

// classEscape translates an escape that stands for a character or a class, from after the backslash.
func (t *translator) classEscape(inside bool) string {
	wrap := func(not bool, members string) string {
		switch {
		case not && inside:
			t.unsupported("a negated class in a class")
		case not:
			return "[^" + members + "]"
		case inside:
			return members
		}
		return "[" + members + "]"
	}
	switch c := t.rune(); c {
	case 'd', 'w':
		return `\` + string(c)
	case 'D', 'W':
		return `\` + string(c)
	case 's', 'S':
		return wrap(c == 'S', spaces)
	case 'h', 'H':
		return wrap(c == 'H', horizontal)
	case 'v', 'V':
		return wrap(c == 'V', vertical)
	case 'p', 'P':
		return t.property(c == 'P', wrap)
	case 'n', 't', 'r', 'f', 'a':
		return `\` + string(c)
	case 'e':
		return `\x1B`
	case '0':
		return t.octal()
	case 'x':
		return t.hex()
	case 'u':
		return t.code(4)
	case 'c':
		return hexEscape(t.rune() ^ 64)
	default:
		if c < utf8.RuneSelf && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			t.syntax("Illegal/unsupported escape sequence")
		}
		return regexp.QuoteMeta(string(c))
	}
}

func hexEscape(r rune) string { return fmt.Sprintf(`\x{%X}`, r) }

func (t *translator) property(not bool, wrap func(bool, string) string) string {
	name := ""
	if t.peek("{") {
		end := strings.IndexByte(t.in[t.i:], '}')
		if end < 0 {
			t.syntax("Unclosed character family")
		}
		name = t.in[t.i+1 : t.i+end]
		t.i += end + 1
	} else {
		name = string(t.rune())
	}
	if members, ok := posixClasses[name]; ok {
		return wrap(not, members)
	}
	name = strings.TrimPrefix(name, "Is")
	prefix := `\p{`
	if not {
		prefix = `\P{`
	}
	if _, err := regexp.Compile(prefix + name + "}"); err != nil {
		t.unsupported(`the character family \p{` + name + "}")
	}
	return prefix + name + "}"
}

func (t *translator) octal() string {
	n, digits := rune(0), 0
	for t.i < len(t.in) && digits < 3 && t.in[t.i] >= '0' && t.in[t.i] <= '7' && n*8 <= 0o377 {
		n = n*8 + rune(t.in[t.i]-'0')
		t.i++
		digits++
	}
	if digits == 0 {
		t.syntax("Illegal octal escape sequence")
	}
	return hexEscape(n)
}

func (t *translator) hex() string {
	if !t.peek("{") {
		return t.code(2)
	}
	end := strings.IndexByte(t.in[t.i:], '}')
	if end < 2 || end > 7 {
		t.syntax("Illegal hexadecimal escape sequence")
	}
	t.i++
	code := t.code(end - 1)
	t.i++
	return code
}

func (t *translator) code(digits int) string {
	if len(t.in)-t.i < digits || strings.Trim(t.in[t.i:t.i+digits], "0123456789abcdefABCDEF") != "" {
		t.syntax("Illegal hexadecimal escape sequence")
	}
	t.i += digits
	return `\x{` + t.in[t.i-digits:t.i] + `}`
}

// class translates what follows an opening bracket.
func (t *translator) class() string {
	var b strings.Builder
	b.WriteByte('[')
	if t.peek("^") {
		t.i++
		b.WriteByte('^')
	}
	for first := true; ; first = false {
		if t.i >= len(t.in) {
			t.syntax("Unclosed character class")
		}
		switch {
		case t.peek("]") && !first:
			t.i++
			b.WriteByte(']')
			return b.String()
		case t.peek("&&"):
			t.unsupported("an intersection of classes")
		case t.peek("["):
			t.unsupported("a class in a class")
		}
		switch c := t.rune(); c {
		case '\\':
			b.WriteString(t.classMember())
		case '-':
			b.WriteString(t.dash(&b))
		case ']', '^':
			b.WriteString(`\` + string(c))
		default:
			b.WriteString(escapeMember(c))
		}
	}
}

func (t *translator) classMember() string {
	if t.peek("Q") {
		t.unsupported(`\Q in a class`)
	}
	return t.classEscape(true)
}

// dash is the sign of a range between two characters and a character anywhere else.
func (t *translator) dash(b *strings.Builder) string {
	written := b.String()
	if written == "[" || written == "[^" || t.peek("]") || strings.HasSuffix(written, `\d`) ||
		strings.HasSuffix(written, `\w`) || strings.HasSuffix(written, " ") && strings.HasSuffix(written, spaces) {
		return `\-`
	}
	return "-"
}

func escapeMember(r rune) string {
	if r < utf8.RuneSelf {
		return regexp.QuoteMeta(string(r))
	}
	return string(r)
}
