package regex

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// escape translates what follows a backslash outside of brackets.
func (t *translator) escape() {
	at := t.i
	if t.unescaped == nil && t.literal {
		t.unescaped = append([]rune{}, runes(t.in[:at-1])...)
	}
	switch c := t.rune(); c {
	case 'b':
		t.assertion(`(?:(?<=` + word + `)(?!` + word + `)|(?<!` + word + `)(?=` + word + `))`)
	case 'B':
		t.assertion(`(?:(?<=` + word + `)(?=` + word + `)|(?<!` + word + `)(?!` + word + `))`)
	case 'A', 'z', 'G':
		t.assertion(`\` + string(c))
	case 'Z':
		t.assertion(finalEnd)
	case 'Q':
		quoted, _, found := strings.Cut(t.in[t.i:], `\E`)
		t.i += len(quoted)
		if found {
			t.i += len(`\E`)
		}
		for _, r := range runes(quoted) {
			t.character(r)
		}
	case 'E':
		t.literal = false
	case 'R':
		t.write(`(?:\r\n|[\n\x0B\f\r\u0085\u2028\u2029])`)
	case 'X':
		t.unsupported(`\X`)
	case 'k':
		if !t.peek("<") {
			t.syntax(`\k is not followed by '<' for named capturing group`)
		}
		t.i++
		name := t.cut(">", "named capturing group is missing trailing '>'")
		n, ok := t.names[name]
		if !ok {
			t.syntax("named capturing group <%s> does not exist", name)
		}
		t.reference(n)
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		n := int(c - '0')
		for t.i < len(t.in) && t.in[t.i] >= '0' && t.in[t.i] <= '9' && n*10+int(t.in[t.i]-'0') <= t.groups {
			n = n*10 + int(t.in[t.i]-'0')
			t.i++
		}
		t.reference(n)
	default:
		t.i = at
		members, r := t.classEscape()
		if members == "" {
			t.character(r)
			return
		}
		t.write("[" + members + "]")
	}
}

// reference writes a back-reference. One to a group that does not exist matches nothing.
func (t *translator) reference(n int) {
	switch {
	case n > t.groups:
		t.write(`(?!)`)
	case t.flags.i:
		t.write(fmt.Sprintf(`(?i:\%d)`, n))
	default:
		t.write(fmt.Sprintf(`(?:\%d)`, n))
	}
}

func isLetter(c rune) bool {
	return c < utf8.RuneSelf && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
}
