package contract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client sends requests whose paths reach the API byte for byte.
type Client struct {
	base   *url.URL
	apiKey string
	http   *http.Client
	// tokens are access tokens of two users, where the stack has a login.
	tokens [2]string
}

// SignIn takes access tokens of two users with the API's scopes to read and write.
func (c *Client) SignIn(one, other string) { c.tokens = [2]string{one, other} }

// NewClient takes the stack's output apiUrl, and its output apiKey or nothing.
func NewClient(apiURL, apiKey string) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(apiURL, "/"))
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("API_URL is %q, but must be a URL such as http://127.0.0.1:8080/local", apiURL)
	}
	return &Client{base: base, apiKey: apiKey, http: &http.Client{Timeout: 30 * time.Second}}, nil
}

// HasKey tells whether the client has an API key.
func (c *Client) HasKey() bool { return c.apiKey != "" }

// Answer is a response of the API.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Do sends a request. The path follows the stage, percent-encoded, and is sent as it is: no
// segment is cleaned, no character encoded or decoded. A header whose value is empty is left out,
// which is how a caller drops the API key. A throttled request (429) is sent again, as a good client
// does, for as long as patience.
func (c *Client) Do(ctx context.Context, method, path, body string, header map[string]string) (Answer, error) {
	const patience = 30 * time.Second
	for start, wait := time.Now(), 50*time.Millisecond; ; wait = min(2*wait, time.Second) {
		answer, err := c.send(ctx, method, path, body, header)
		if err != nil || answer.Status != http.StatusTooManyRequests || time.Since(start) > patience {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (c *Client) send(ctx context.Context, method, path, body string, header map[string]string) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base.String(), bytes.NewReader([]byte(body)))
	if err != nil {
		return Answer{}, err
	}
	request.URL = &url.URL{Scheme: c.base.Scheme, Host: c.base.Host, Opaque: c.base.EscapedPath() + path}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.apiKey != "" {
		request.Header.Set("X-Api-Key", c.apiKey)
	}
	for name, value := range header {
		if value == "" {
			request.Header.Del(name)
		} else {
			request.Header.Set(name, value)
		}
	}
	response, err := c.http.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return Answer{Status: response.StatusCode, Header: response.Header, Body: string(text)}, err
}

// Encode percent-encodes every byte but RFC 3986's unreserved characters.
func Encode(name string) string { return encode(name, "-._~") }

// EncodeSparingly leaves in place what RFC 3986 allows in a path segment, '+' among it.
func EncodeSparingly(name string) string { return encode(name, "-._~!$&'()*+,;=:@") }

func encode(name, keep string) string {
	var out strings.Builder
	for _, b := range []byte(name) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || strings.IndexByte(keep, b) >= 0 {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}
