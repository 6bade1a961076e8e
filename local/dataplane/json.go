package dataplane

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// quoteJSON writes a string as a JSON literal, with no more escapes than JSON asks for.
func quoteJSON(text string) string {
	if plain(text) {
		return `"` + text + `"`
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string cannot fail to encode, nor a buffer to be written
	return strings.TrimSuffix(b.String(), "\n")
}

// plain says that a text needs no escapes.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// utf8Text is a payload as API Gateway's templates see it: text in UTF-8, with a replacement
// character for each byte that is none.
func utf8Text(payload []byte) string {
	if utf8.Valid(payload) {
		return string(payload)
	}
	var b strings.Builder
	b.Grow(len(payload) + 8)
	for len(payload) > 0 {
		r, size := utf8.DecodeRune(payload)
		b.WriteRune(r)
		payload = payload[size:]
	}
	return b.String()
}
