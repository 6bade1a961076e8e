package command

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/database"
)

// page is a page of an origin in a browser.
type page struct {
	*harness
	origin string
}

// send is fetch: it asks first where the protocol says so, and reports whether the page may read the answer
// (https://fetch.spec.whatwg.org/#http-cors-protocol).
func (p page) send(method, path, body string, header http.Header) (status int, readable bool) {
	p.Helper()
	names := []string{}
	for name := range header {
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names)
	if method != http.MethodGet || len(names) > 0 {
		asked := http.Header{"Origin": {p.origin}, "Access-Control-Request-Method": {method}, "Access-Control-Request-Headers": {strings.Join(names, ",")}}
		answer := p.raw(http.MethodOptions, path, "", asked)
		allowed := answer.Header
		if answer.StatusCode/100 != 2 || !p.allows(allowed) || !lists(allowed.Get("Access-Control-Allow-Methods"), method) {
			return 0, false
		}
		for _, name := range names {
			if !lists(strings.ToLower(allowed.Get("Access-Control-Allow-Headers")), name) {
				return 0, false
			}
		}
	}
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Origin", p.origin)
	answer := p.raw(method, path, body, header)
	return answer.StatusCode, p.allows(answer.Header)
}

func (p page) allows(header http.Header) bool {
	allowed := header.Values("Access-Control-Allow-Origin")
	return len(allowed) == 1 && (allowed[0] == "*" || allowed[0] == p.origin)
}

func lists(values, value string) bool { return slices.Contains(strings.Split(values, ","), value) }

// raw sends a request to the stage as it is.
func (l *harness) raw(method, path, body string, header http.Header) *http.Response {
	l.Helper()
	request, err := http.NewRequestWithContext(l.Context(), method, l.cloud.URL+"/local"+path, strings.NewReader(body))
	require.NoError(l, err)
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	require.NoError(l, err)
	require.NoError(l, response.Body.Close())
	return response
}

// TestEngineAnswersPagesOfOtherOrigins sends what a browser sends, and reads what it lets a page read.
func TestEngineAnswersPagesOfOtherOrigins(t *testing.T) {
	t.Parallel()
	const one, two, other = "https://app.example.com", "http://localhost:5173", "https://app.example.com.evil.example"
	api := fixture.Movies
	l := deployed(t, api, map[string]string{"cors": `{"origins":["` + one + `","` + two + `"]}`, "access": `{"reads":"open","writes":"api-key"}`})
	json := http.Header{"Content-Type": {"application/json"}}
	keyed := http.Header{"Content-Type": {"application/json"}, "X-Api-Key": {l.output("apiKey")}}
	for _, origin := range []string{one, two} {
		p := page{l, origin}
		for situation, test := range map[string]struct {
			method, path, body string
			header             http.Header
			status             int
		}{
			"a write":                      {"PUT", "/bob", interstellar, keyed, 200},
			"nothing stored":               {"GET", "/eve", "", nil, 404},
			"a body that breaks the model": {"PUT", "/bob", `{}`, keyed, 400},
			"a key that DynamoDB refuses":  {"GET", "/" + strings.Repeat("x", 2049), "", nil, 400},
			"no key":                       {"PUT", "/bob", interstellar, json, 403},
			"a type that is not taken":     {"PUT", "/bob", interstellar, http.Header{"Content-Type": {"text/csv"}, "X-Api-Key": keyed["X-Api-Key"]}, 415},
			"a path that does not exist":   {"GET", "/bob/movies/x/y", "", nil, 403},
			"a deletion of nothing":        {"DELETE", "/eve", "", keyed, 204},
		} {
			status, readable := p.send(test.method, test.path, test.body, test.header)
			assert.Equal(t, test.status, status, "%s, %s", origin, situation)
			assert.True(t, readable, "%s, %s", origin, situation)
		}
	}
	for _, origin := range []string{other, "null", "https://APP.example.com", "http://app.example.com", "https://app.example.com:8443"} {
		p := page{l, origin}
		status, readable := p.send("PUT", "/bob", interstellar, keyed)
		assert.Zero(t, status, "%s: the preflight does not allow it, so that nothing is sent", origin)
		assert.False(t, readable, origin)
		_, readable = p.send("GET", "/bob", "", nil)
		assert.False(t, readable, "%s reads a movie", origin)
	}
	answer := l.raw("GET", "/bob", "", http.Header{"Origin": {one}})
	assert.Equal(t, []string{one}, answer.Header.Values("Access-Control-Allow-Origin"))
	assert.Equal(t, "Origin", answer.Header.Get("Vary"), "a cache must not give one origin's answer to another")
	assert.Empty(t, answer.Header.Values("Access-Control-Allow-Credentials"))
	assert.Equal(t, 204, l.raw("OPTIONS", "/bob", "", http.Header{}).StatusCode, "OPTIONS needs no key and no origin")

	l.configure(map[string]string{"cors": `{"origins":["` + one + `"],"credentials":true,"maxAge":5}`, "throttleRateLimit": "1", "throttleBurstLimit": "1"})
	l.up()
	for range 20 {
		answer = l.raw("GET", "/bob", "", http.Header{"Origin": {one}})
		if answer.StatusCode == 429 {
			break
		}
	}
	assert.Equal(t, 429, answer.StatusCode)
	assert.Equal(t, one, answer.Header.Get("Access-Control-Allow-Origin"), "a 429")
	assert.Equal(t, "true", answer.Header.Get("Access-Control-Allow-Credentials"))

	large := strings.Repeat(" ", 10<<20) + interstellar
	answer = l.raw("PUT", "/bob", large, http.Header{"Origin": {one}, "X-Api-Key": {l.output("apiKey")}})
	assert.Equal(t, 413, answer.StatusCode)
	assert.Empty(t, answer.Header.Get("Access-Control-Allow-Origin"), "a 413 cannot be customised (GW-103)")

	l.configure(map[string]string{
		"cors": `{"origins":["` + one + `","` + two + `"]}`, "access": `{"reads":"open","writes":"cognito"}`,
		"throttleRateLimit": "1000", "throttleBurstLimit": "1000",
	})
	l.up()
	p := page{l, two}
	status, readable := p.send("PUT", "/bob", interstellar, http.Header{"Content-Type": {"application/json"}, "Authorization": {"x"}})
	assert.Equal(t, 401, status)
	assert.True(t, readable, "a 401")
	_, err := database.NewClient(l.cloud.DynamoDBEndpoint).Call(t.Context(), "us-east-1", "DeleteTable", []byte(`{"TableName":"`+projectName(t)+`-local-favorite_movies"}`))
	require.NoError(t, err)
	status, readable = p.send("GET", "/bob", "", nil)
	assert.Equal(t, 502, status, "the table is gone")
	assert.True(t, readable, "a 502")
	status, readable = page{l, other}.send("GET", "/bob", "", nil)
	assert.Equal(t, 502, status, "the table is gone")
	assert.False(t, readable, "a 502")

	l.configure(map[string]string{"cors": ""})
	l.up()
	answer = l.raw("GET", "/bob/movies/x/y", "", http.Header{"Origin": {one}})
	assert.Equal(t, 403, answer.StatusCode)
	for name := range answer.Header {
		assert.NotContains(t, name, "Access-Control", "CORS is off")
	}
	assert.Equal(t, 403, l.raw("OPTIONS", "/bob", "", http.Header{"Origin": {one}}).StatusCode)
}
