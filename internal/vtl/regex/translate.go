package regex

import (
	"fmt"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/java"
)

// translator rewrites a Java pattern in the dialect of regexp2. Flags are resolved here: the result has
// none but (?i) around atoms that ignore the case of all letters, because Java's flags mean something
// else.
type translator struct {
	in    string
	i     int
	out   strings.Builder
	flags flags
	depth int

	names  map[string]int
	groups int

	atom      int    // where in out the atom begins that a quantifier would apply to; -1 if there is none
	literal   bool   // the pattern so far is a literal text
	unescaped []rune // that text, once an escape has made it differ from the pattern
}

// flags are Pattern's: case-insensitive, for all letters, multiline, dot matches all, comments, Unix
// lines.
type flags struct{ i, u, m, s, x, d bool }

const (
	lineEnds = `\n\r\u0085\u2028\u2029`
	word     = `[\p{L}\p{Nd}_]` // what \b looks for; \w is ASCII only
	notInCR  = `(?<!\r(?=\n))`  // not between the two characters of a line end
	finalEnd = `(?=(?:\r\n|[` + lineEnds + `])?\z)` + notInCR
)

func (t *translator) translate() {
	t.alternatives()
	if t.i < len(t.in) {
		t.syntax("Unmatched closing ')'")
	}
}

func (t *translator) syntax(format string, args ...any) {
	panic(java.Throw("java.util.regex.PatternSyntaxException", "%s near index %d of %.200q", fmt.Sprintf(format, args...), t.i, t.in))
}

func (t *translator) unsupported(what string) {
	panic(java.Throw("UnsupportedOperationException", "%s in the regular expression %.200q is not supported", what, t.in))
}

func (t *translator) peek(s string) bool { return strings.HasPrefix(t.in[t.i:], s) }

func (t *translator) rune() rune {
	if t.i >= len(t.in) {
		t.syntax("Unexpected end")
	}
	r, size := java.DecodeRune(t.in[t.i:])
	t.i += size
	return r
}

// cut consumes up to and including the end mark, and returns what is before it.
func (t *translator) cut(end, message string) string {
	n := strings.Index(t.in[t.i:], end)
	if n < 0 {
		t.syntax("%s", message)
	}
	text := t.in[t.i : t.i+n]
	t.i += n + len(end)
	return text
}

// alternatives translates up to a closing parenthesis or the end. Flags that are set in it end with it.
func (t *translator) alternatives() {
	if t.depth++; t.depth > maxGroups {
		t.unsupported("more than 100 groups in each other")
	}
	before := t.flags
	t.atom = -1
	for t.i < len(t.in) && t.in[t.i] != ')' {
		t.piece()
	}
	t.flags = before
	t.depth--
}

// assertion writes what matches no characters: no quantifier follows it.
func (t *translator) assertion(text string) {
	t.out.WriteString(text)
	t.atom, t.literal = -1, false
}

// write writes an atom.
func (t *translator) write(text string) {
	t.atom, t.literal = t.out.Len(), false
	t.out.WriteString(text)
}

// character writes an atom that matches one character.
func (t *translator) character(r rune) {
	t.atom = t.out.Len()
	if t.unescaped != nil {
		t.unescaped = append(t.unescaped, r)
	}
	t.literal = t.literal && !t.flags.i
	t.out.WriteString(t.folded(r))
}

// folded is a character, or both cases of it: without (?u), Java ignores the case of ASCII letters only.
func (t *translator) folded(r rune) string {
	switch {
	case t.flags.i && t.flags.u:
		return "(?i:" + quote(r) + ")"
	case t.flags.i && r|0x20 >= 'a' && r|0x20 <= 'z':
		return "[" + string(r|0x20) + string(r&^0x20) + "]"
	}
	return quote(r)
}

// quote is a character without a meaning of its own, in classes and outside of them.
func quote(r rune) string {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 0xffff:
		return string(r)
	}
	return fmt.Sprintf(`\u%04X`, r)
}

func (t *translator) piece() {
	c := t.rune()
	if t.flags.x && t.comment(c) {
		return
	}
	switch c {
	case '|':
		t.assertion("|")
	case '(':
		t.group()
	case '[':
		t.write(t.class())
	case '.':
		t.write(t.dot())
	case '^':
		t.assertion(t.lineBegin())
	case '$':
		t.assertion(t.lineEnd())
	case '*', '+', '?', '{':
		t.quantifier(c)
	case '\\':
		t.escape()
	default:
		t.character(c)
	}
}

// comment skips what (?x) ignores.
func (t *translator) comment(c rune) bool {
	if c == '#' {
		n := strings.IndexAny(t.in[t.i:], "\n\r\u0085\u2028\u2029")
		if n < 0 {
			n = len(t.in) - t.i
		}
		t.i += n
		t.literal = false
		return true
	}
	if c == ' ' || c >= '\t' && c <= '\r' {
		t.literal = false
		return true
	}
	return false
}

func (t *translator) dot() string {
	switch {
	case t.flags.s:
		return `[\s\S]`
	case t.flags.d:
		return `[^\n]`
	}
	return "[^" + lineEnds + "]"
}

func (t *translator) lineBegin() string {
	switch {
	case !t.flags.m:
		return `\A`
	case t.flags.d:
		return `(?:\A|(?<=\n))(?!\z)`
	}
	return `(?:\A|(?<=[\n\u0085\u2028\u2029]|\r(?!\n)))(?!\z)`
}

func (t *translator) lineEnd() string {
	switch {
	case t.flags.m && t.flags.d:
		return `(?=\n|\z)`
	case t.flags.m:
		return `(?=[` + lineEnds + `]|\z)` + notInCR
	case t.flags.d:
		return `(?=\n?\z)`
	}
	return finalEnd
}

// quantifier translates the character just read and what belongs to it.
func (t *translator) quantifier(c rune) {
	if t.atom < 0 {
		if c == '{' {
			t.syntax("Illegal repetition")
		}
		t.syntax("Dangling meta character '%c'", c)
	}
	atom := t.atom
	t.assertion(t.repetition(c))
	switch {
	case t.peek("+"): // possessive
		t.i++
		text := t.out.String()
		t.out.Reset()
		t.out.WriteString(text[:atom] + "(?>" + text[atom:] + ")")
	case t.peek("?"):
		t.i++
		t.out.WriteByte('?')
	}
	if t.peek("*") || t.peek("?") || t.peek("+") {
		t.syntax("Dangling meta character '%c'", t.in[t.i])
	}
}

func (t *translator) repetition(c rune) string {
	if c != '{' {
		return string(c)
	}
	text := t.cut("}", "Unclosed counted closure")
	low, high, two := strings.Cut(text, ",")
	least, err := strconv.ParseInt(low, 10, 32)
	most := least
	if err == nil && two && high != "" {
		most, err = strconv.ParseInt(high, 10, 32)
	}
	switch {
	case err != nil || least < 0:
		t.syntax("Illegal repetition")
	case most < least:
		t.syntax("Illegal repetition range")
	}
	return "{" + text + "}"
}

// groupKinds are the groups that regexp2 spells as Java does.
var groupKinds = []string{"?:", "?=", "?!", "?>", "?<=", "?<!"}

func (t *translator) group() {
	start := t.out.Len()
	t.literal = false
	before := t.flags
	open := ""
	for _, kind := range groupKinds {
		if t.peek(kind) {
			open = "(" + kind
			t.i += len(kind)
			break
		}
	}
	switch {
	case open != "":
	case t.peek("?<"):
		t.i += len("?<")
		name := t.cut(">", "named capturing group is missing trailing '>'")
		if _, ok := t.names[name]; ok || name == "" {
			t.syntax("Named capturing group <%s> is already defined, or has no name", name)
		}
		t.groups++
		t.names[name] = t.groups
		open = "("
	case t.peek("?"):
		t.i++
		if t.inlineFlags() {
			t.atom = -1
			return
		}
		open = "(?:"
	default:
		t.groups++
		open = "("
	}
	t.out.WriteString(open)
	t.alternatives()
	if !t.peek(")") {
		t.syntax("Unclosed group")
	}
	t.i++
	t.out.WriteByte(')')
	t.atom, t.flags = start, before
}

// inlineFlags reads (?i), which ends there, or (?i:, which a group follows.
func (t *translator) inlineFlags() (done bool) {
	on := true
	for {
		switch c := t.rune(); c {
		case 'i':
			t.flags.i = on
		case 'u':
			t.flags.u = on
		case 'm':
			t.flags.m = on
		case 's':
			t.flags.s = on
		case 'x':
			t.flags.x = on
		case 'd':
			t.flags.d = on
		case '-':
			on = false
		case ':':
			return false
		case ')':
			return true
		case 'U':
			t.unsupported("the flag (?U)")
		default:
			t.syntax("Unknown inline modifier '%c'", c)
		}
	}
}
