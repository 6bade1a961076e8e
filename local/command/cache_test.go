package command

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/cognito"
)

// TestEngineCaches: with the switch on, answers are kept for as long as the configuration says, and no caller gets
// what is another's.
func TestEngineCaches(t *testing.T) {
	t.Parallel()
	const one, two = "https://app.example.com", "http://localhost:5173"
	l := deployed(t, fixture.Records, map[string]string{
		"access": `{"reads":"open","writes":"open","users":"cognito"}`, "cors": `{"origins":["` + one + `","` + two + `"]}`,
		"cacheSize": "0.5", "cacheTtl": "3600", "throttleRateLimit": "10000", "throttleBurstLimit": "5000",
	})

	// A write is not seen before the time is over, nor is what was not there.
	require.Equal(t, stored, l.send("PUT", "/local/bob", `{"favorite_movie":"Heat"}`, ""))
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	missing := l.send("GET", "/local/eve", "", "")
	assert.Contains(t, missing, "404 ")
	require.Equal(t, stored, l.send("PUT", "/local/eve", interstellar, ""))
	assert.Equal(t, missing, l.send("GET", "/local/eve", "", ""))
	pages := l.send("GET", "/local/?limit=1", "", "")
	assert.NotEqual(t, pages, l.send("GET", "/local/?limit=2", "", ""), "pages of another size")
	assert.Contains(t, l.send("GET", "/local/?limit=1&cursor=x", "", ""), "400 ")

	fresh := l.raw("GET", "/bob", "", http.Header{"Cache-Control": {"max-age=0"}})
	assert.Equal(t, 200, fresh.StatusCode)
	assert.Contains(t, fresh.Header.Get("Warning"), "execute-api:InvalidateCache", "anyone may not empty the cache")
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))

	for range 20 {
		for _, origin := range []string{one, two} {
			for _, name := range []string{"Origin", "origin"} { // HTTP/1.1 and HTTP/2
				answer := l.raw("GET", "/bob", "", http.Header{name: {origin}})
				assert.Equal(t, []string{origin}, answer.Header.Values("Access-Control-Allow-Origin"))
			}
		}
		assert.Empty(t, l.raw("GET", "/bob", "", http.Header{"Origin": {"https://evil.example"}}).Header.Values("Access-Control-Allow-Origin"))
	}

	l.usersSeeTheirOwn(1000)

	l.configure(map[string]string{"cacheTtl": "1"})
	l.up()
	assert.Contains(t, l.send("GET", "/local/tom", "", ""), "404 ")
	require.Equal(t, stored, l.send("PUT", "/local/tom", interstellar, ""))
	require.Eventually(t, func() bool { return strings.HasPrefix(l.send("GET", "/local/tom", "", ""), "200 ") }, time.Minute, 50*time.Millisecond)
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""), "what was kept stays for its hour")

	l.configure(map[string]string{"cacheSize": "1.6"})
	l.up()
	assert.Contains(t, l.send("GET", "/local/bob", "", ""), "Heat", "another size empties the cache")
	l.configure(map[string]string{"cacheSize": ""})
	l.up()
	require.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, ""))
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""), "there is no cache")
	l.settled()
}

// usersSeeTheirOwn has two users store and read in a random order, and no answer be the other's or an old one.
func (l *harness) usersSeeTheirOwn(pairs int) {
	l.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	scopes := projectName(l) + "-local-" + fixture.Records.Name
	tokens, movies := map[string]string{}, map[string]string{"alice": "none", "bob": "none"}
	for user := range movies {
		tokens[user] = l.token(cognito.Grant{
			Pool: l.output("userPoolId"), ClientID: l.output("clientId"), User: user, Scopes: []string{scopes + "/read", scopes + "/write"},
			Use: "access", IssuedAt: time.Now(), Lifetime: time.Hour,
		})
	}
	ask := func(user, method, path, body string) string {
		request, err := http.NewRequestWithContext(l.Context(), method, l.cloud.URL+"/local"+path, strings.NewReader(body))
		require.NoError(l, err)
		// In the map, so that the name is sent as it is spelled.
		request.Header[[]string{"Authorization", "authorization", "AUTHORIZATION"}[random.IntN(3)]] = []string{tokens[user]}
		for _, header := range []string{"Origin", "Accept-Language", "Cache-Control", "Accept"} {
			if random.IntN(4) == 0 {
				request.Header.Set(header, []string{"*", "max-age=0", "https://app.example.com"}[random.IntN(3)])
			}
		}
		return answerTo(request)
	}
	for i := range pairs {
		for _, user := range []string{"alice", "bob"} {
			if random.IntN(4) == 0 {
				movies[user] = fmt.Sprintf("%s's %d", user, i)
				require.Equal(l, stored, ask(user, "PUT", "/me", `{"favorite_movie":"`+movies[user]+`"}`))
			}
			answer := ask(user, "GET", []string{"/me", "/me?user=alice", "/me?user=bob&limit=1"}[random.IntN(3)], "")
			if movies[user] == "none" {
				require.Contains(l, answer, "404 ")
			} else {
				require.Contains(l, answer, `"favorite_movie":"`+movies[user]+`"`)
			}
		}
	}
}
