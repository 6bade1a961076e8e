package expression

import (
	"fmt"
	"strings"
)

// kind is the kind of a token.
type kind int

const (
	end    kind = iota
	word        // a name, a keyword or a function
	alias       // #n
	value       // :v
	number      // 0, in a[0]
	symbol      // = <> < <= > >= ( ) [ ] , . + -
)

type token struct {
	kind   kind
	text   string
	offset int
}

// SyntaxError says that an expression does not parse.
type SyntaxError struct {
	Offset int // in bytes
	What   string
}

func (e *SyntaxError) Error() string { return e.What }

// tokens splits an expression. The last token is of kind end.
func tokens(text string) ([]token, error) {
	var all []token
	for i := 0; i < len(text); {
		c := text[i]
		if strings.IndexByte(" \t\r\n", c) >= 0 {
			i++
			continue
		}
		t := token{offset: i}
		switch rest := text[i:]; {
		case c == '#' || c == ':':
			t.kind, t.text = alias, rest[:1+span(rest[1:], nameByte)]
			if c == ':' {
				t.kind = value
			}
			if len(t.text) == 1 {
				return nil, &SyntaxError{i, fmt.Sprintf("nothing follows %q", c)}
			}
		case digit(c):
			t.kind, t.text = number, rest[:span(rest, digit)]
		case nameByte(c):
			t.kind, t.text = word, rest[:span(rest, nameByte)]
		default:
			t.kind, t.text = symbol, symbolOf(rest)
			if t.text == "" {
				return nil, &SyntaxError{i, fmt.Sprintf("%q is not part of the language of expressions", firstRune(rest))}
			}
		}
		all = append(all, t)
		i += len(t.text)
	}
	return append(all, token{kind: end, offset: len(text)}), nil
}

func symbolOf(rest string) string {
	for _, s := range []string{"<>", "<=", ">=", "<", ">", "=", "(", ")", "[", "]", ",", ".", "+", "-"} {
		if strings.HasPrefix(rest, s) {
			return s
		}
	}
	return ""
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func span(s string, in func(byte) bool) int {
	for i := range len(s) {
		if !in(s[i]) {
			return i
		}
	}
	return len(s)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func nameByte(c byte) bool {
	return c == '_' || digit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
