package encoding

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestTextOfAPayload(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"plain": "plain", "é€😀": "é€😀",
		// The Unicode Standard, tables 3-8 to 3-11.
		"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41":         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA",
		"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41":         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA",
		"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42":         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB",
		"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41":         "\uFFFD\uFFFD\uFFFD\uFFFDA",
		"a\xF1\x80\x80\xE1\x80\xC2b\x80c\x80\xBFd\xE2": "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd\uFFFD",
		// Bytes that API Gateway was given and what it passed on.
		"\x1f\x8b\x08\x00\x14l\xeec\x02\xffK\xce\xcf-": "\x1f\ufffd\x08\x00\x14l\ufffdc\x02\ufffdK\ufffd\ufffd-",
	} {
		assert.Equal(t, want, Text([]byte(given)), "GW-066 %q", given)
	}
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		text := Text(payload)
		if !utf8.ValidString(text) || utf8.Valid(payload) && text != string(payload) {
			t.Fatalf("%q became %q", payload, text)
		}
	})
}

func TestQuoteAndEscape(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.String().Draw(t, "text")
		var back string
		if err := json.Unmarshal([]byte(Quote(given)), &back); err != nil || back != given {
			t.Fatalf("%q became %s: %q, %v", given, Quote(given), back, err)
		}
		if `"`+Escape(given)+`"` != Quote(given) {
			t.Fatalf("%q", given)
		}
	})
	assert.Equal(t, `"<a>&\"\\"`, Quote(`<a>&"\`), "no more escapes than JSON asks for")
}
