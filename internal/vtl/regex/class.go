package regex

import (
	"strconv"
	"strings"

	"github.com/dlclark/regexp2"
)

// Classes that Java and regexp2 spell alike and mean differently, as the inside of brackets: Java's are
// ASCII only.
var escapedClasses = map[rune]string{
	'd': "0-9",
	'w': "a-zA-Z0-9_",
	's': `\t\n\x0B\f\r\u0020`,
	'h': `\u0020\t\u00A0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000`,
	'v': `\n\x0B\f\r\u0085\u2028\u2029`,
}

// Their complements. Nothing outside of them is left out: code points end at U+10FFFF.
var complements = map[rune]string{
	'D': `\u0000-\u002F\u003A-` + last,
	'W': `\u0000-\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-` + last,
	'S': `\u0000-\u0008\u000E-\u001F\u0021-` + last,
	'H': `\u0000-\u0008\u000A-\u001F\u0021-\u009F\u00A1-\u167F\u1681-\u180D\u180F-\u1FFF\u200B-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-` + last,
	'V': `\u0000-\u0009\u000E-\u0084\u0086-\u2027\u202A-` + last,
}

const last = "\U0010FFFF"

// posixClasses are \p{Name}, ASCII only in Java.
var posixClasses = map[string]string{
	"Lower": "a-z", "Upper": "A-Z", "ASCII": `\u0000-\u007F`, "Alpha": "a-zA-Z", "Digit": "0-9",
	"Alnum": "a-zA-Z0-9", "Punct": `!-/:-@\u005B-\u0060{-~`, "Graph": "!-~", "Print": `\u0020-~`, "Blank": `\u0020\t`,
	"Cntrl": `\u0000-\u001F\u007F`, "XDigit": "0-9a-fA-F", "Space": `\t\n\x0B\f\r\u0020`,
	"javaLowerCase": `\p{Ll}`, "javaUpperCase": `\p{Lu}`, "javaWhitespace": `\t-\r\u001C-\u0020\u1680\u2000-\u2006\u2008-\u200A\u2028\u2029\u205F\u3000`,
	"IsAlphabetic": `\p{L}\p{Nl}`, "IsLetter": `\p{L}`, "IsDigit": `\p{Nd}`, "IsUppercase": `\p{Lu}`, "IsLowercase": `\p{Ll}`,
	"IsPunctuation": `\p{P}`, "IsWhite_Space": `\s`, "IsControl": `\p{Cc}`,
}

// classEscape translates an escape that stands for a class or a character, from after the backslash:
// members are the inside of brackets, and empty for a character.
func (t *translator) classEscape() (members string, character rune) {
	c := t.rune()
	if members, ok := escapedClasses[c]; ok {
		return members, 0
	}
	if members, ok := complements[c]; ok {
		return members, 0
	}
	switch c {
	case 'p', 'P':
		return t.property(c == 'P'), 0
	case 'n':
		return "", '\n'
	case 't':
		return "", '\t'
	case 'r':
		return "", '\r'
	case 'f':
		return "", '\f'
	case 'a':
		return "", '\a'
	case 'e':
		return "", 0x1b
	case '0':
		return "", t.octal()
	case 'x':
		return "", t.hex()
	case 'u':
		return "", t.code(4)
	case 'c':
		return "", t.rune() ^ 64
	}
	if isLetter(c) || c >= '1' && c <= '9' {
		t.syntax("Illegal/unsupported escape sequence")
	}
	return "", c
}

// property translates \p{Name}.
func (t *translator) property(not bool) string {
	name := ""
	if t.peek("{") {
		t.i++
		name = t.cut("}", "Unclosed character family")
	} else {
		name = string(t.rune())
	}
	members, ok := posixClasses[name]
	if !ok {
		members = `\p{` + strings.TrimPrefix(name, "Is") + "}"
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
			t.syntax("Unknown character property name {%s}", name)
		}
		if _, err := regexp2.Compile(members, regexp2.None); err != nil {
			t.unsupported(`the character family \p{` + name + "}")
		}
		if not {
			return `\P` + members[2:]
		}
		return members
	}
	if not {
		return t.complement(members)
	}
	return members
}

// complement is the inside of brackets that matches what the given one does not.
func (t *translator) complement(members string) string {
	if strings.HasPrefix(members, `\p{`) && strings.Count(members, `\p`) == 1 {
		return `\P` + members[2:]
	}
	return `\u0000-` + last + `-[` + members + `]`
}

func (t *translator) octal() rune {
	n, digits := rune(0), 0
	for t.i < len(t.in) && digits < 3 && t.in[t.i] >= '0' && t.in[t.i] <= '7' && n*8 <= 0o377 {
		n = n*8 + rune(t.in[t.i]-'0')
		t.i++
		digits++
	}
	if digits == 0 {
		t.syntax("Illegal octal escape sequence")
	}
	return n
}

func (t *translator) hex() rune {
	if !t.peek("{") {
		return t.code(2)
	}
	t.i++
	n, err := strconv.ParseUint(t.cut("}", "Unclosed hexadecimal escape sequence"), 16, 32)
	if err != nil || n > 0x10ffff {
		t.syntax("Illegal hexadecimal escape sequence")
	}
	return rune(n) // at most 0x10ffff
}

func (t *translator) code(digits int) rune {
	text := t.in[t.i:min(t.i+digits, len(t.in))]
	n, err := strconv.ParseUint(text, 16, 32)
	if err != nil || len(text) < digits {
		t.syntax("Illegal hexadecimal escape sequence")
	}
	t.i += digits
	return rune(n) // four digits at most
}

// class translates what follows an opening bracket to an expression that matches one character. A class
// is the intersection of parts between &&, each of which is the union of characters and classes.
func (t *translator) class() string {
	if t.depth++; t.depth > maxGroups {
		t.unsupported("more than 100 classes in each other")
	}
	defer func() { t.depth-- }()
	not := t.peek("^")
	if not {
		t.i++
	}
	parts := []string{t.classPart(true)}
	for t.peek("&&") {
		t.i += len("&&")
		parts = append(parts, t.classPart(false))
	}
	t.i++ // the closing bracket
	end := len(parts) - 1
	expression := parts[end]
	for _, part := range parts[:end] {
		expression = "(?=" + part + ")" + expression
	}
	switch {
	case !not:
		return "(?:" + expression + ")"
	case end == 0 && strings.HasPrefix(expression, "[") && !strings.HasPrefix(expression, "[^"):
		return "[^" + expression[1:]
	}
	return `(?:(?!` + expression + `)[\s\S])`
}

// classPart translates a part of a class up to && or the closing bracket.
func (t *translator) classPart(first bool) string {
	var members strings.Builder
	var nested []string
	for ; ; first = false {
		switch {
		case t.i >= len(t.in):
			t.syntax("Unclosed character class")
		case t.peek("&&"), t.peek("]") && !first:
			return union(members.String(), nested)
		case t.peek("["):
			t.i++
			nested = append(nested, t.class())
			continue
		}
		c := t.rune()
		if t.flags.x && t.comment(c) {
			continue
		}
		text := ""
		if c == '\\' {
			if t.peek("Q") {
				t.i++
				quoted, _, _ := strings.Cut(t.in[t.i:], `\E`)
				t.i = min(len(t.in), t.i+len(quoted)+len(`\E`))
				for _, r := range runes(quoted) {
					members.WriteString(t.memberRange(r, r))
				}
				continue
			}
			text, c = t.classEscape()
		}
		switch {
		case strings.Contains(text, `-[`): // a complement can stand only alone
			nested = append(nested, "["+text+"]")
		case text != "":
			members.WriteString(text)
		default:
			members.WriteString(t.memberRange(c, t.rangeEnd(c)))
		}
	}
}

// rangeEnd reads the rest of a range, if one begins with c.
func (t *translator) rangeEnd(c rune) rune {
	rest := t.in[t.i:]
	if !strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "-]") || strings.HasPrefix(rest, "-[") || strings.HasPrefix(rest, "-&&") {
		return c
	}
	t.i++
	to := t.rune()
	if to == '\\' {
		var members string
		if members, to = t.classEscape(); members != "" {
			t.syntax("Illegal character range")
		}
	}
	if to < c {
		t.syntax("Illegal character range")
	}
	return to
}

// memberRange is a range in brackets, with the other cases of its letters when they are ignored.
func (t *translator) memberRange(from, to rune) string {
	text := quote(from)
	if to != from {
		text += "-" + quote(to)
	}
	if t.flags.i {
		for _, shift := range [...]rune{0x20, -0x20} {
			low, high := rune('A'), rune('Z')
			if shift < 0 {
				low, high = 'a', 'z'
			}
			if low, high = max(low, from), min(high, to); low <= high {
				text += quote(low+shift) + "-" + quote(high+shift)
			}
		}
	}
	return text
}

// union matches any of the members, or any of the classes.
func union(members string, nested []string) string {
	switch {
	case len(nested) == 0 && members == "":
		return `(?!)`
	case len(nested) == 0:
		return "[" + members + "]"
	case members != "":
		nested = append(nested, "["+members+"]")
	}
	return "(?:" + strings.Join(nested, "|") + ")"
}
