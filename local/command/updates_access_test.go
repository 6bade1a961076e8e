package command

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/cognito"
	"lambdaless/local/dataplane"
	"lambdaless/local/signature"
)

// TestUpdateToCognitoAndBack: users sign in for writes, then for all, then no longer, each in one update.
func TestUpdateToCognitoAndBack(t *testing.T) {
	t.Parallel()
	const unauthorized = `401 {"message":"Unauthorized"}`
	l := deployed(t, fixture.Movies, nil)

	l.configure(map[string]string{"access": `{"reads":"open","writes":"cognito"}`})
	l.up()
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	assert.Equal(t, unauthorized, l.send("PUT", "/local/bob", interstellar, ""))
	assert.Equal(t, unauthorized, l.send("DELETE", "/local/bob", "", ""))
	api := strings.TrimSuffix(fixture.Movies.Name, "/")
	scopes := projectName(t) + "-local-" + api
	read, write := scopes+"/read", scopes+"/write"
	grant := cognito.Grant{
		Pool: l.output("userPoolId"), ClientID: l.output("clientId"), User: "alice", Scopes: []string{write},
		Use: "access", IssuedAt: time.Now(), Lifetime: time.Hour,
	}
	writer := l.token(grant)
	grant.Scopes = []string{read}
	reader := l.token(grant)
	grant.IssuedAt = grant.IssuedAt.Add(-2 * time.Hour)
	expired := l.token(grant)
	assert.Equal(t, stored, l.sendAs(writer, "PUT", "/local/bob", interstellar))
	assert.Equal(t, unauthorized, l.sendAs(reader, "PUT", "/local/bob", interstellar))
	assert.Equal(t, `401 {"message":"The incoming token has expired"}`, l.sendAs(expired, "PUT", "/local/bob", interstellar))
	response, err := http.Get(l.cloud.URL + "/.cognito/" + grant.Pool + "/.well-known/jwks.json")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	assert.Equal(t, 200, response.StatusCode)

	l.configure(map[string]string{"access": `{"reads":"cognito","writes":"cognito"}`})
	l.up()
	assert.Equal(t, unauthorized, l.send("GET", "/local/bob", "", ""))
	assert.Equal(t, bobsMovie, l.sendAs(reader, "GET", "/local/bob", ""), "the user pool stayed")
	assert.Equal(t, unauthorized, l.sendAs(writer, "GET", "/local/bob", ""))
	assert.Empty(t, l.up(), "nothing has changed")

	l.configure(map[string]string{"access": `{"reads":"open","writes":"open"}`})
	l.up()
	assert.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, ""))
	l.settled()
}

// TestUpdateOfEverythingAndTheAccessAtOnce: a route comes, one goes, a parameter is renamed, an action changes, the
// table gets another key, and reads need the API key that writes no longer do. A client that brings the key
// never notices. Then all of that changes back, and the stage's name too.
func TestUpdateOfEverythingAndTheAccessAtOnce(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.configure(map[string]string{"access": `{"reads":"open","writes":"api-key"}`})
	l.withKeys(fixture.Movies)
	l.up()
	key := l.output("apiKey")
	l.configure(map[string]string{"tableKmsKeyArn": l.output("keyA")})
	l.up()
	require.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, key))
	require.Equal(t, forbidden, l.send("PUT", "/local/bob", interstellar, ""))

	upWith := func(allowed ...string) {
		stopReading, stopWriting := l.traffic("GET", "/local/bob", "", key), l.traffic("PUT", "/local/alice", interstellar, key)
		l.up()
		for answer, times := range stopReading() {
			assert.Contains(t, append(allowed, bobsMovie), answer, "%d times", times)
		}
		for answer, times := range stopWriting() {
			assert.Contains(t, append(allowed, stored), answer, "%d times", times)
		}
		assert.Equal(t, key, l.output("apiKey"), "the key's value survives")
	}
	l.configure(map[string]string{"tableKmsKeyArn": l.output("keyB"), "access": `{"reads":"api-key","writes":"open"}`})
	l.withKeys(edited(t, func(api *infra.API, files fstest.MapFS) {
		addColliding(api, files)
		removeDelete(api, files)
		changeAction(api, files)
		renameParameter(api, files)
	}))
	upWith()
	assert.Equal(t, forbidden, l.send("GET", "/local/bob", "", ""))
	assert.Equal(t, forbidden, l.send("GET", "/local/name", "", ""))
	assert.Equal(t, bobsMovie, l.send("GET", "/local/name", "", key))
	assert.Equal(t, stored, l.send("PUT", "/local/carol", interstellar, ""))
	assert.Contains(t, l.send("DELETE", "/local/bob", "", key), "403 ")

	l.configure(map[string]string{"tableKmsKeyArn": "", "access": `{"reads":"open","writes":"api-key"}`, "stageName": "v2"})
	l.withKeys(fixture.Movies)
	upWith(forbidden) // at the old stage's URL once it is gone
	assert.Equal(t, bobsMovie, l.send("GET", "/v2/bob", "", ""))
	assert.Equal(t, forbidden, l.send("PUT", "/v2/bob", interstellar, ""))
	assert.Equal(t, stored, l.send("PUT", "/v2/bob", interstellar, key))
	assert.Contains(t, l.send("GET", "/v2/name", "", ""), "404 ", "a name like any other")
	assert.Contains(t, l.send("DELETE", "/v2/carol", "", key), "204 ")
	l.settled()
}

func (l *harness) token(g cognito.Grant) string {
	l.Helper()
	token, err := l.cloud.Issuer.Sign(g)
	require.NoError(l, err)
	return token
}

// sendAs sends a request with a token.
func (l *harness) sendAs(token, method, path, body string) string {
	return l.sendWith(l.Context(), method, path, body, "Authorization", token)
}

// TestUpdateToSignedRequests: with access iam a request is signed, and the resource policy applies to who
// signed it (GW-138).
func TestUpdateToSignedRequests(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	l.configure(map[string]string{"access": `{"reads":"open","writes":"iam"}`, "allowedWriteCidrs": `["127.0.0.0/8"]`})
	l.up()
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	assert.Equal(t, `403 {"message":"Missing Authentication Token"}`, l.send("PUT", "/local/bob", interstellar, ""))
	assert.Equal(t, stored, l.sendSigned("PUT", "/local/bob", interstellar))

	l.configure(map[string]string{"allowedWriteCidrs": `["203.0.113.0/24"]`})
	l.up()
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	assert.Contains(t, l.sendSigned("PUT", "/local/bob", interstellar), `403 {"Message":"User: arn:aws:iam::000000000000:root is not authorized to perform: execute-api:Invoke on resource: `)
	l.settled()
}

// sendSigned sends a request that the local account's root user signed.
func (l *harness) sendSigned(method, path, body string) string {
	l.Helper()
	address, err := url.Parse(l.cloud.URL)
	require.NoError(l, err)
	r := dataplane.Request{Method: method, Path: path, Host: address.Host, Body: []byte(body)}
	require.NoError(l, signature.Sign(&r, "us-east-1", time.Now()))
	request, err := http.NewRequestWithContext(l.Context(), method, l.cloud.URL+path, strings.NewReader(body))
	require.NoError(l, err)
	for _, field := range r.Header {
		request.Header.Set(field.Name, field.Value)
	}
	return answerTo(request)
}

// TestUpdateToCustomAccess: a function decides by a secret; two are valid during a rotation.
func TestUpdateToCustomAccess(t *testing.T) {
	t.Parallel()
	const unauthorized = `401 {"message":"Unauthorized"}`
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), []byte("the function runs in process"), 0o700))
	old, next, third := strings.Repeat("o", 32), strings.Repeat("n", 32), strings.Repeat("t", 32)
	l := deployed(t, fixture.Movies, nil)
	as := func(secret string) string {
		return l.sendWith(l.Context(), "PUT", "/local/bob", interstellar, "x-api-secret", secret)
	}
	l.configure(map[string]string{"access": `{"reads":"open","writes":"custom"}`, "authorizerSecrets": `["` + old + `"]`, "authorizerArchive": archive})
	l.up()
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	assert.Equal(t, unauthorized, as(""))
	assert.Equal(t, unauthorized, as("wrong"))
	assert.Equal(t, unauthorized, as(next))
	assert.Equal(t, stored, as(old))

	l.configure(map[string]string{"authorizerSecrets": `["` + old + `","` + next + `"]`})
	l.up()
	assert.Equal(t, stored, as(old))
	assert.Equal(t, stored, as(next))
	// A decision is kept for five minutes, so that a secret is tried that was not asked for yet.
	l.configure(map[string]string{"authorizerSecrets": `["` + third + `"]`, "authorizerCidrs": `["203.0.113.0/24"]`})
	l.up()
	assert.Equal(t, `403 {"Message":"User is not authorized to access this resource with an explicit deny"}`, as(third))
	assert.Equal(t, stored, as(next), "kept")
	l.settled()
}
