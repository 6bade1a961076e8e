package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/cognito"
)

// TestEveryEndpointUnderEveryAccess: under each kind of access every endpoint of the shipped API refuses a
// request without what the access asks for, and one with a wrong one, and lets a right one through; and one
// update leads from each kind to the next.
func TestEveryEndpointUnderEveryAccess(t *testing.T) {
	t.Parallel()
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), []byte("the function runs in process"), 0o700))
	secret := strings.Repeat("s", 32)
	secrets, err := json.Marshal([]string{secret})
	require.NoError(t, err)
	l := newHarness(t)
	l.configure(map[string]string{
		"identityProviders": `{"Google":{"clientId":"g","clientSecret":"s"},"Corp":{"metadataUrl":"https://sso.corp.example/metadata.xml"}}`,
		"authorizerSecrets": string(secrets), "authorizerArchive": archive,
		"throttleRateLimit": "10000", "throttleBurstLimit": "5000", "usagePlanRateLimit": "10000", "usagePlanBurstLimit": "5000",
	})
	l.deploys(fixture.Records)
	const forbidden, unauthorized = `403 {"message":"Forbidden"}`, `401 {"message":"Unauthorized"}`
	const noSignature = `403 {"message":"Missing Authentication Token"}`
	byHeader := func(name string) func(method, path, body, value string) string {
		return func(method, path, body, value string) string {
			return l.sendWith(l.Context(), method, path, body, name, value)
		}
	}
	var pool, client, key string
	login := func(scope string) string {
		return l.token(cognito.Grant{
			Pool: pool, ClientID: client, User: "alice", Scopes: []string{projectName(l) + "-local-" + fixture.Records.Name + "/" + scope},
			Use: "access", IssuedAt: time.Now(), Lifetime: time.Hour,
		})
	}
	for _, kind := range []struct {
		access  string
		refusal string // of a request without anything
		wrong   string // what to bring that is refused, empty for nothing
		denial  string // of that
		right   func(scope string) string
		send    func(method, path, body, value string) string
	}{
		{"open", "", "", "", func(string) string { return "" }, byHeader("X-Unasked")},
		{"api-key", forbidden, "no-key-of-ours-at-all", forbidden, func(string) string { return key }, byHeader("X-Api-Key")},
		{"iam", noSignature, "unsigned", noSignature, func(string) string { return "signed" }, func(method, path, body, value string) string {
			if value == "signed" {
				return l.sendSigned(method, path, body)
			}
			return l.send(method, path, body, "")
		}},
		{"cognito", unauthorized, "a.b.c", unauthorized, login, byHeader("Authorization")},
		{"custom", unauthorized, strings.Repeat("w", 32), unauthorized, func(string) string { return secret }, byHeader("x-api-secret")},
	} {
		l.configure(map[string]string{"access": `{"reads":"` + kind.access + `","writes":"` + kind.access + `","users":"cognito"}`})
		l.up()
		pool, client = l.output("userPoolId"), l.output("clientId")
		if kind.access == "api-key" {
			key = l.output("apiKey")
		}
		for _, e := range fixture.Records.Endpoints {
			scope, path, body := "write", "/local"+parameter.ReplaceAllString(e.Path, "x"), bodyOf(e)
			if e.Method == "GET" {
				scope = "read"
			}
			here := "access " + kind.access + ": " + e.Route()
			if e.Access == infra.Users {
				assert.Equal(t, unauthorized, l.send(e.Method, path, body, ""), here)
				assert.Equal(t, unauthorized, l.sendAs("a.b.c", e.Method, path, body), here)
				assert.Equal(t, unauthorized, l.sendAs(login(map[string]string{"read": "write", "write": "read"}[scope]), e.Method, path, body), here)
				answered(t, l.sendAs(login(scope), e.Method, path, body), here)
				continue
			}
			if kind.refusal != "" {
				assert.Equal(t, kind.refusal, l.send(e.Method, path, body, ""), here)
				assert.Equal(t, kind.denial, kind.send(e.Method, path, body, kind.wrong), here)
			}
			answered(t, kind.send(e.Method, path, body, kind.right(scope)), here)
		}
	}
	l.settled()
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// bodyOf is a body that an endpoint of Records takes.
func bodyOf(e infra.Endpoint) string {
	switch {
	case e.Method == "GET" || e.Method == "DELETE":
		return ""
	case strings.HasSuffix(e.Path, "/movies"):
		return `{"movies":["Alien"]}`
	default:
		return interstellar
	}
}

// answered holds that a request was let in and answered.
func answered(t *testing.T, answer, here string) {
	t.Helper()
	assert.Regexp(t, `^(2\d\d|400|404|409|412)\b`, answer, here)
}
