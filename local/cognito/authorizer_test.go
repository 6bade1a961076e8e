package cognito_test

import (
	"crypto/rsa"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/cognito"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/wire"
)

const (
	pool, otherPool = "us-east-1_abcdefghi", "us-east-1_other"
	client          = "client1"
	read, write     = "movies/read", "movies/write"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// grant is a good access token.
func grant() cognito.Grant {
	return cognito.Grant{Pool: pool, ClientID: client, User: "alice", Scopes: []string{read, write}, Use: "access", IssuedAt: now, Lifetime: time.Hour}
}

// ask sends a request with the header to a method with the scopes.
func ask(t *testing.T, issuer *cognito.Issuer, scopes []string, expression string, authorization ...string) (*dataplane.Authorization, *failure.Failure) {
	t.Helper()
	a := cognito.Authorizer{
		Issuer: issuer, Clock: func() time.Time { return now.Add(time.Minute) },
		Client: func(p, c string) (bool, error) { return p == pool && c == client, nil },
	}
	var header wire.Headers
	for _, value := range authorization {
		header = append(header, wire.Field{Name: "authorization", Value: value})
	}
	return a.Authorize(t.Context(), dataplane.AuthorizationRequest{
		Method: &apigateway.Method{AuthorizationScopes: scopes}, Header: header,
		Authorizer: &apigateway.Authorizer{
			Name: "cognito", IdentitySource: "method.request.header.Authorization", IdentityValidationExpression: expression,
			ProviderARNs: []string{"arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + pool},
		},
	})
}

func TestTokensThatAreTaken(t *testing.T) {
	t.Parallel()
	issuer := cognito.NewIssuer(t.TempDir())
	access := sign(t, issuer, grant())
	id := grant()
	id.Use = "id"
	for name, test := range map[string]struct {
		scopes     []string
		header     string
		expression string
	}{
		"GW-136 an access token with the scope":        {[]string{write}, access, ""},
		"GW-136 one of several scopes is enough":       {[]string{"movies/admin", read}, access, ""},
		"after Bearer":                                 {[]string{write}, "Bearer " + access, ""},
		"GW-136 an ID token where there are no scopes": {nil, sign(t, issuer, id), ""},
		"the audience matches the expression":          {nil, sign(t, issuer, id), "client[0-9]"},
	} {
		authorization, failed := ask(t, issuer, test.scopes, test.expression, test.header)
		require.Nil(t, failed, name)
		assert.Equal(t, cognito.Subject(pool, "alice"), authorization.Claims["sub"], name)
		assert.Equal(t, authorization.Claims["sub"], authorization.PrincipalID, name)
	}
}

func TestTokensThatAreRefused(t *testing.T) {
	t.Parallel()
	issuer, stranger := cognito.NewIssuer(t.TempDir()), cognito.NewIssuer(t.TempDir())
	changed := func(edit func(*cognito.Grant)) string {
		g := grant()
		edit(&g)
		return sign(t, issuer, g)
	}
	good := sign(t, issuer, grant())
	parts := strings.Split(good, ".")
	payload := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	symmetric, err := issuer.Keys(pool)
	require.NoError(t, err)
	public, _ := symmetric.Key(0)
	expiredBySeconds := changed(func(g *cognito.Grant) { g.Lifetime = time.Second })
	for name, test := range map[string]struct {
		scopes  []string
		headers []string
		message string
	}{
		"no token":                            {[]string{read}, nil, ""},
		"an empty token":                      {[]string{read}, []string{" "}, ""},
		"two tokens":                          {[]string{read}, []string{good, good}, ""},
		"no JWT":                              {[]string{read}, []string{"alice"}, ""},
		"expired":                             {[]string{read}, []string{expiredBySeconds}, "The incoming token has expired"},
		"of another pool":                     {[]string{read}, []string{changed(func(g *cognito.Grant) { g.Pool = otherPool })}, ""},
		"signed with another key":             {[]string{read}, []string{sign(t, stranger, grant())}, ""},
		"for another client":                  {[]string{read}, []string{changed(func(g *cognito.Grant) { g.ClientID = "client2" })}, ""},
		"without the scope":                   {[]string{write}, []string{changed(func(g *cognito.Grant) { g.Scopes = []string{read} })}, ""},
		"with a scope that only begins so":    {[]string{write}, []string{changed(func(g *cognito.Grant) { g.Scopes = []string{write + "r"} })}, ""},
		"an ID token where scopes are needed": {[]string{read}, []string{changed(func(g *cognito.Grant) { g.Use = "id" })}, ""},
		"an access token where there are no scopes": {nil, []string{good}, ""},
		"alg none":                               {[]string{read}, []string{payload(`{"alg":"none"}`) + "." + parts[1] + "."}, ""},
		"signed with the public key as a secret": {[]string{read}, []string{symmetricToken(t, public)}, ""},
		"another payload":                        {[]string{read}, []string{parts[0] + "." + payload(`{"iss":"`+cognito.URL(pool)+`","sub":"bob","token_use":"access","client_id":"client1","scope":"movies/read","exp":4102444800}`) + "." + parts[2]}, ""},
		"without a signature":                    {[]string{read}, []string{parts[0] + "." + parts[1] + "."}, ""},
	} {
		authorization, failed := ask(t, issuer, test.scopes, "", test.headers...)
		require.NotNil(t, failed, name)
		assert.Nil(t, authorization, name)
		assert.Equal(t, failure.Unauthorized, failed.Type, name)
		assert.Equal(t, test.message, failed.Message, name)
		assert.NotEmpty(t, failed.Detail, name)
	}
	id := grant()
	id.Use = "id"
	_, failed := ask(t, issuer, nil, "another", sign(t, issuer, id))
	require.NotNil(t, failed, "the audience does not match the expression")
}

func TestPoolsHaveKeysOfTheirOwnThatStay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	token := sign(t, cognito.NewIssuer(dir), grant())
	_, failed := ask(t, cognito.NewIssuer(dir), []string{read}, "", token)
	assert.Nil(t, failed, "the key is kept")
	for _, id := range []string{"../x", "us-east-1_", "", "us-east-1_a/b"} {
		_, err := cognito.NewIssuer(dir).Keys(id)
		assert.ErrorContains(t, err, "not the id of a user pool", id)
	}
	assert.NotEqual(t, cognito.Subject(pool, "alice"), cognito.Subject(pool, "bob"))
	assert.NotEqual(t, cognito.Subject(pool, "alice"), cognito.Subject(otherPool, "alice"))
}

func sign(t *testing.T, issuer *cognito.Issuer, g cognito.Grant) string {
	t.Helper()
	token, err := issuer.Sign(g)
	require.NoError(t, err)
	return token
}

// symmetricToken is signed with HS256, the pool's public key being the secret, which fools libraries that
// believe the token's own algorithm.
func symmetricToken(t *testing.T, public jwk.Key) string {
	t.Helper()
	var key rsa.PublicKey
	require.NoError(t, jwk.Export(public, &key))
	token, err := jwt.NewBuilder().Issuer(cognito.URL(pool)).Subject("bob").Expiration(now.Add(time.Hour)).
		Claim("token_use", "access").Claim("client_id", client).Claim("scope", read).Build()
	require.NoError(t, err)
	secret, err := jwk.Import(key.N.Bytes())
	require.NoError(t, err)
	id, _ := public.KeyID()
	require.NoError(t, secret.Set(jwk.KeyIDKey, id))
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.HS256(), secret))
	require.NoError(t, err)
	return string(signed)
}
