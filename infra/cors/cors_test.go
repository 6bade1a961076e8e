package cors

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsOrigin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"https://app.example.com": true, "http://localhost:5173": true, "http://[::1]:8080": true, "http://a": true,
		"": false, "*": false, "null": false, "app.example.com": false, "https://": false, "ftp://a": false,
		"https://App.example.com": false, "https://a/": false, "https://a/b": false, "https://a?b": false, "https://a#b": false,
		"https://u@a": false, "https://a:443": false, "http://a:80": false, "http://a:443": true, "https://a'b": false,
		"https://*.example.com": false, "https://a b": false, "https://a,https://b": false,
	} {
		assert.Equal(t, want, IsOrigin(text), text)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	one := Config{Origins: []string{"https://a"}, Credentials: true, MaxAge: 5}
	assert.Empty(t, one.Choice())
	assert.Equal(t, map[string]string{
		"Access-Control-Allow-Origin": "'https://a'", "Access-Control-Allow-Credentials": "'true'",
		"Access-Control-Expose-Headers": "'ETag,Location,X-Amzn-ErrorType,X-Amzn-RequestId,X-Amzn-Trace-Id'",
	}, one.Refusals())
	assert.Equal(t, one.Headers(), one.Mapped(one.Headers()))
	preflight := one.Preflight([]string{"PUT", "GET", "OPTIONS"}, []string{"x-api-secret", "if-match"})
	assert.Equal(t, "'GET,OPTIONS,PUT'", preflight["Access-Control-Allow-Methods"])
	assert.Equal(t, "'5'", preflight["Access-Control-Max-Age"])
	headers := strings.ToLower(preflight["Access-Control-Allow-Headers"])
	assert.Contains(t, headers, ",x-api-secret")
	assert.Equal(t, 1, strings.Count(headers, "if-match"), "names that differ in case are one header")

	two := Config{Origins: []string{"https://a", "https://b"}}
	assert.Equal(t, "'*'", two.Refusals()[allowOrigin])
	assert.NotContains(t, two.Refusals(), "Vary")
	assert.Equal(t, "'Origin'", two.Headers()["Vary"])
	assert.NotContains(t, two.Mapped(two.Headers()), allowOrigin)
}
