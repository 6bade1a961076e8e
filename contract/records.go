package contract

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// attempts are how often one user tries to get at another's records.
const attempts = 10_000

func bearer(token string) map[string]string { return map[string]string{"Authorization": token} }

// records holds that users have a favorite movie and a list of their own, once they are signed in. Where
// the stack has no login, it holds that nothing answers there.
func records(t *testing.T, s *suite) {
	if s.tokens[0] == "" {
		assert.Contains(t, []int{http.StatusForbidden, http.StatusNotFound}, s.do(t, "GET", "/me/movies", "", nil).Status)
		return
	}
	for _, token := range s.tokens {
		s.forget(t, token)
		assert.Equal(t, http.StatusNotFound, s.as(t, token, "GET", "/me", "").Status)
	}
	alice, bob := s.tokens[0], s.tokens[1]
	assert.Equal(t, http.StatusOK, s.as(t, alice, "PUT", "/me", movieBody("Alien")).Status)
	assert.Equal(t, http.StatusOK, s.as(t, bob, "PUT", "/me", movieBody("Heat")).Status)
	assert.Equal(t, http.StatusOK, s.as(t, alice, "PUT", "/me/movies", titles("Alien", "M")).Status)
	assert.Equal(t, http.StatusOK, s.as(t, alice, "POST", "/me/movies", titles("M", "Solaris")).Status)
	assert.Equal(t, http.StatusNoContent, s.as(t, alice, "DELETE", "/me/movies/M", "").Status)
	assert.JSONEq(t, movieBody("Alien"), s.as(t, alice, "GET", "/me", "").Body)
	assert.JSONEq(t, movieBody("Heat"), s.as(t, bob, "GET", "/me", "").Body)
	assert.NotContains(t, s.as(t, bob, "GET", "/me/movies", "").Body, "Alien")
	var list struct{ Movies []string }
	require.NoError(t, json.Unmarshal([]byte(s.as(t, alice, "GET", "/me/movies", "").Body), &list))
	assert.ElementsMatch(t, []string{"Alien", "Solaris"}, list.Movies)
	for situation, token := range map[string]string{
		"no token": "", "no JWT": "alice", "a forged claim": forged(t, bob, alice), "no signature": unsigned(t, alice),
	} {
		for _, verb := range []string{"GET", "PUT", "DELETE"} {
			assert.Equal(t, http.StatusUnauthorized, s.as(t, token, verb, "/me", movieBody("Stolen")).Status, "%s, %s", situation, verb)
		}
	}
	s.forget(t, alice)
	s.forget(t, bob)
}

// as sends a request with a token.
func (s *suite) as(t tester, token, verb, path, body string) Answer {
	t.Helper()
	if verb == "GET" || verb == "DELETE" {
		body = ""
	}
	return s.do(t, verb, path, body, bearer(token))
}

// forget deletes a user's favorite movie. There is no request that deletes a list.
func (s *suite) forget(t *testing.T, token string) {
	t.Helper()
	require.Equal(t, http.StatusNoContent, s.as(t, token, "DELETE", "/me", "").Status)
}

// othersRecords tries to read and to change one user's records with everything that another may send.
func othersRecords(t *testing.T, s *suite) {
	if s.tokens[0] == "" {
		return // see records
	}
	alice, bob := s.tokens[0], s.tokens[1]
	secret := "secret of " + s.mark
	require.Equal(t, http.StatusOK, s.as(t, alice, "PUT", "/me", movieBody(secret)).Status)
	require.Equal(t, http.StatusOK, s.as(t, alice, "PUT", "/me/movies", titles(secret)).Status)
	intruder := intruder{user: claim(t, alice, "sub"), own: bob, forged: []string{"", "alice", forged(t, bob, alice), unsigned(t, alice)}}

	const workers = 4
	var running sync.WaitGroup
	answers := map[int]int{}
	var mu sync.Mutex
	for worker := range workers {
		running.Go(func() {
			random := rand.New(rand.NewPCG(uint64(worker), 1))
			for range attempts / workers {
				a := intruder.attempt(random)
				answer := s.do(t, a.verb, a.path, a.body, a.header)
				mu.Lock()
				answers[answer.Status]++
				mu.Unlock()
				if strings.Contains(answer.Body, secret) || strings.Contains(fmt.Sprint(answer.Header), secret) {
					t.Errorf("%+v reads another user's record: %s", a, answer.Body)
					return
				}
			}
		})
	}
	running.Wait()
	t.Logf("%d attempts, answered %v", attempts, answers)
	assert.Greater(t, answers[http.StatusOK], attempts/20, "many of the attempts have to get through to the intruder's own records")
	assert.JSONEq(t, movieBody(secret), s.as(t, alice, "GET", "/me", "").Body)
	assert.JSONEq(t, titles(secret), s.as(t, alice, "GET", "/me/movies", "").Body)
	s.forget(t, alice)
	s.forget(t, bob)
}

// intruder is a user who wants another's records.
type intruder struct {
	user   string   // whose records
	own    string   // the intruder's token
	forged []string // tokens that are none
}

// attempt is a request. Its header may be one that names the other user.
type attempt struct {
	verb, path, body string
	header           map[string]string
}

// attempt makes up a request: any method, a path of the user's records or one that looks like it, and the
// other user's name in the path, the query string, headers and the body.
func (i intruder) attempt(r *rand.Rand) attempt {
	pick := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	user := pick(i.user, i.user, "alice", i.user+"%00", "%22"+i.user+"%22", i.user+"%22%7D%2C%22record%22%3A%7B%22S%22%3A%22movie", "user#"+i.user)
	a := attempt{
		verb: pick("GET", "GET", "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"),
		path: pick("/me", "/me", "/me/movies", "/me/movies", "/me/movies/"+user, "/me/", "/%6De", "/me%2F"+user, "/me/"+user, "/me/movies/..%2F"+user,
			"/"+user, "/"+user+"/movies", "/"+user+"/me", "/ME", "/me/movies/%24context.authorizer.claims.sub", "/"+user+"%2Fmovie"),
		body: pick("", movieBody("stolen"), titles("stolen"), titles(user), `{"user":"`+i.user+`","favorite_movie":"stolen"}`,
			`{"user":{"S":"`+i.user+`"},"record":{"S":"movie"},"favorite_movie":"stolen"}`,
			movieBody(`x"}},"user":{"S":"`+i.user+`"`), titles(`x"]},"user":{"S":"`+i.user+`"}`, "$context.authorizer.claims.sub"),
			movieBody("#set($context.authorizer.claims.sub = '"+i.user+"')")),
		header: bearer(i.own),
	}
	if r.IntN(3) == 0 {
		a.path += pick("?user=", "?sub=", "?name=", "?claim.sub=", "?start=", "?$context.authorizer.claims.sub=") + user
	}
	if r.IntN(5) == 0 {
		a.header["Authorization"] = pick(i.forged...)
	}
	if r.IntN(3) == 0 {
		a.header[pick("X-User", "X-Amzn-Oidc-Identity", "X-Forwarded-User", "Sub", "X-Amz-Context-Authorizer-Claims-Sub", "If-Match", "X-Http-Method-Override")] = i.user
	}
	if a.verb == "GET" || a.verb == "HEAD" {
		a.body = ""
	}
	return a
}

// parts are the header, the claims and the signature of a token.
func parts(t *testing.T, token string) []string {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3, "a token of a user is a JWT")
	return parts
}

// claim reads a claim of a token.
func claim(t *testing.T, token, name string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(parts(t, token)[1])
	require.NoError(t, err)
	claims := map[string]any{}
	require.NoError(t, json.Unmarshal(text, &claims))
	return fmt.Sprint(claims[name])
}

// forged has the claims of one token and the signature of another.
func forged(t *testing.T, signature, claims string) string {
	t.Helper()
	return parts(t, claims)[0] + "." + parts(t, claims)[1] + "." + parts(t, signature)[2]
}

// unsigned has the claims of a token and says that it needs no signature.
func unsigned(t *testing.T, token string) string {
	t.Helper()
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + parts(t, token)[1] + "."
}
