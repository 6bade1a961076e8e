// Package encoding turns bytes into text and text into JSON as API Gateway does.
package encoding

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Quote writes a string as a JSON literal, with no more escapes than JSON asks for.
func Quote(text string) string {
	if plain(text) {
		return `"` + text + `"`
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string cannot fail to encode, nor a buffer to be written
	return strings.TrimSuffix(b.String(), "\n")
}

// Escape writes a string as it stands between the quotes of a JSON literal.
func Escape(text string) string {
	quoted := Quote(text)
	return quoted[1 : len(quoted)-1]
}

// plain reports whether a text needs no escapes.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Text is a payload as API Gateway's templates see it: text in UTF-8. What is not UTF-8 becomes U+FFFD, one
// for each longest beginning of a character, as in Java (GW-066).
func Text(payload []byte) string {
	if utf8.Valid(payload) {
		return string(payload)
	}
	var b strings.Builder
	b.Grow(len(payload) + 8)
	for len(payload) > 0 {
		r, size := utf8.DecodeRune(payload)
		b.WriteRune(r)
		if r == utf8.RuneError && size == 1 {
			size = truncatedCharacter(payload)
		}
		payload = payload[size:]
	}
	return b.String()
}

// truncatedCharacter is the length of the longest beginning of a character that text, which does not begin
// with a whole one, begins with (the Unicode Standard, table 3-7).
func truncatedCharacter(text []byte) int {
	length, low, high := 0, byte(0x80), byte(0xbf)
	switch first := text[0]; {
	case first < 0xc2 || first > 0xf4:
		return 1
	case first < 0xe0:
		length = 2
	case first < 0xf0:
		length = 3
	default:
		length = 4
	}
	switch text[0] {
	case 0xe0:
		low = 0xa0
	case 0xed:
		high = 0x9f
	case 0xf0:
		low = 0x90
	case 0xf4:
		high = 0x8f
	}
	n := 1
	for n < min(length, len(text)) && low <= text[n] && text[n] <= high {
		n, low, high = n+1, 0x80, 0xbf
	}
	return n
}
