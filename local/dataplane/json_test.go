package dataplane

import (
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
		assert.Equal(t, want, utf8Text([]byte(given)), "GW-066 %q", given)
	}
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		text := utf8Text(payload)
		if !utf8.ValidString(text) || utf8.Valid(payload) && text != string(payload) {
			t.Fatalf("%q became %q", payload, text)
		}
	})
}

// TestBodiesThatAreNotUTF8 holds that such a body is accepted, as by API Gateway, and that what is stored is
// valid text.
func TestBodiesThatAreNotUTF8(t *testing.T) {
	t.Parallel()
	api := validationAPI(`{"type":"object","properties":{"name":{"type":"string","maxLength":3}},"required":["name"]}`)
	api.Resources[0].Methods[0].Integration.IntegrationResponses[0].ResponseTemplates = nil
	r := newRig(t, api)
	assert.Equal(t, 200, r.send("POST /dev/movies", "|{\"name\":\"a\xc3\xff\"}").StatusCode, "GW-066 each of the two counts as one character")
	assert.Equal(t, 400, r.send("POST /dev/movies", "|{\"name\":\"ab\xc3\xff\"}").StatusCode)
	assert.Equal(t, 400, r.send("POST /dev/movies", "|{\"name\":\"a\"\xff}").StatusCode, "outside a string it is not JSON")
}
