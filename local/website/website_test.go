package website_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/website"
)

func serve(t *testing.T) string {
	t.Helper()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Method+" "+r.URL.EscapedPath()+" "+r.Header.Get("Authorization"))
	}))
	t.Cleanup(api.Close)
	handler, err := website.Site{
		Files: fstest.MapFS{"index.html": {Data: []byte("the page")}}, APIURL: api.URL + "/local",
		Login: &website.Login{ClientID: "client", Scopes: []string{"m/read"}, Sign: func(user string) (string, error) { return "token of " + user, nil }},
	}.Handler()
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestSite(t *testing.T) {
	t.Parallel()
	base := serve(t)
	for path, want := range map[string]string{
		"/":                          "the page",
		"/api/bob%2Fx/movies?a=b%20": "GET /local/bob%2Fx/movies ",
		"/outputs.json":              `{"apiUrl":"` + base + `/api","clientId":"client","loginUrl":"` + base + `","scopes":["m/read"]}` + "\n",
	} {
		answer, err := http.Get(base + path)
		require.NoError(t, err)
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, want, string(text), path)
		assert.Contains(t, answer.Header.Get("Content-Security-Policy"), "default-src 'self'", path)
	}
}

const verifier = "a-verifier-that-only-the-page-knows-0123456789"

func question(base string, change map[string]string) string {
	digest := sha256.Sum256([]byte(verifier))
	q := url.Values{"client_id": {"client"}, "redirect_uri": {base + "/"}, "response_type": {"code"}, "state": {"s"},
		"code_challenge_method": {"S256"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(digest[:])}}
	for name, value := range change {
		q.Set(name, value)
	}
	return base + "/oauth2/authorize?" + q.Encode()
}

var noRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func post(t *testing.T, to string, form url.Values) *http.Response {
	t.Helper()
	answer, err := noRedirects.PostForm(to, form)
	require.NoError(t, err)
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func TestLogin(t *testing.T) {
	t.Parallel()
	base := serve(t)
	code := func() string {
		answer := post(t, question(base, nil), url.Values{"user": {"ada"}})
		require.Equal(t, http.StatusSeeOther, answer.StatusCode)
		to, err := url.Parse(answer.Header.Get("Location"))
		require.NoError(t, err)
		assert.Equal(t, "s", to.Query().Get("state"))
		return to.Query().Get("code")
	}
	exchange := func(code string, change map[string]string) (int, string) {
		form := url.Values{"grant_type": {"authorization_code"}, "client_id": {"client"}, "redirect_uri": {base + "/"}, "code": {code}, "code_verifier": {verifier}}
		for name, value := range change {
			form.Set(name, value)
		}
		answer := post(t, base+"/oauth2/token", form)
		var body struct {
			Token string `json:"access_token"`
		}
		require.NoError(t, json.NewDecoder(answer.Body).Decode(&body))
		return answer.StatusCode, body.Token
	}
	once := code()
	status, token := exchange(once, nil)
	assert.Equal(t, 200, status)
	assert.Equal(t, "token of ada", token)
	status, _ = exchange(once, nil)
	assert.Equal(t, 400, status, "a code is good for one try")
	for situation, change := range map[string]map[string]string{
		"another verifier": {"code_verifier": "x"}, "another client": {"client_id": "x"},
		"another page": {"redirect_uri": base + "/x"}, "another grant": {"grant_type": "password"},
	} {
		status, token := exchange(code(), change)
		assert.Equal(t, 400, status, situation)
		assert.Empty(t, token, situation)
	}
	for situation, change := range map[string]map[string]string{
		"a page elsewhere": {"redirect_uri": "http://evil.example/"}, "a script": {"redirect_uri": "javascript:alert(1)"},
		"another client": {"client_id": "x"}, "no PKCE": {"code_challenge": ""}, "a plain challenge": {"code_challenge_method": "plain"},
	} {
		assert.Equal(t, 400, post(t, question(base, change), url.Values{"user": {"ada"}}).StatusCode, situation)
	}
	assert.Equal(t, 400, post(t, question(base, nil), url.Values{"user": {strings.Repeat("x", 129)}}).StatusCode)
	answer, err := noRedirects.Get(base + "/logout?logout_uri=http://evil.example/")
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, 400, answer.StatusCode, "no open redirect")
}
