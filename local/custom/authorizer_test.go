package custom_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/custom"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/wire"
)

const (
	functionARN = "arn:aws:lambda:us-east-1:000000000000:function:f"
	secret      = "0123456789abcdef0123456789abcdef"
)

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// deployed is the function as the program deploys it.
func deployed() custom.Function {
	return custom.Function{
		ARN:         functionARN,
		Environment: map[string]string{"SECRET_HEADER": "x-api-secret", "SECRET_DIGESTS": digest(secret), "ALLOWED_CIDRS": "127.0.0.0/8"},
		Invokers:    []string{"arn:aws:execute-api:us-east-1:000000000000:api1/authorizers/auth1"},
	}
}

func request(ttl int, address string, secrets ...string) dataplane.AuthorizationRequest {
	r := dataplane.AuthorizationRequest{
		API: &apigateway.API{}, Stage: apigateway.Stage{StageName: "dev"}, SourceIP: address, HTTPMethod: "GET",
		MethodARN: "arn:aws:execute-api:us-east-1:000000000000:api1/dev/GET/bob",
		Authorizer: &apigateway.Authorizer{
			ID: "auth1", Type: "REQUEST", AuthorizerResultTTLInSeconds: ttl,
			AuthorizerURI:  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + functionARN + "/invocations",
			IdentitySource: "method.request.header.x-api-secret,context.identity.sourceIp",
		},
	}
	r.API.Region, r.API.AccountID, r.API.ID = "us-east-1", "000000000000", "api1"
	for _, s := range secrets {
		r.Header = append(r.Header, wire.Field{Name: "X-Api-Secret", Value: s})
	}
	return r
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	with := func(edit func(*custom.Function)) custom.Function { f := deployed(); edit(&f); return f }
	for name, test := range map[string]struct {
		function custom.Function
		request  dataplane.AuthorizationRequest
		want     failure.Type // empty: allowed
	}{
		"GW-139 the secret":                 {deployed(), request(0, "127.0.0.1", secret), ""},
		"no secret":                         {deployed(), request(0, "127.0.0.1"), failure.Unauthorized},
		"an empty secret":                   {deployed(), request(0, "127.0.0.1", " "), failure.Unauthorized},
		"a wrong secret":                    {deployed(), request(0, "127.0.0.1", secret+"x"), failure.Unauthorized},
		"the secret sent twice":             {deployed(), request(0, "127.0.0.1", secret, secret), failure.Unauthorized},
		"from another address":              {deployed(), request(0, "192.0.2.1", secret), failure.AccessDenied},
		"a function without settings":       {with(func(f *custom.Function) { f.Environment = nil }), request(0, "127.0.0.1", secret), failure.AuthorizerConfigurationError},
		"a function of another name":        {with(func(f *custom.Function) { f.ARN = "gone" }), request(0, "127.0.0.1", secret), failure.AuthorizerConfigurationError},
		"a function that may not be called": {with(func(f *custom.Function) { f.Invokers = nil }), request(0, "127.0.0.1", secret), failure.AuthorizerConfigurationError},
		"a permission for another API":      {with(func(f *custom.Function) { f.Invokers = []string{"arn:aws:execute-api:us-east-1:000000000000:api2/*"} }), request(0, "127.0.0.1", secret), failure.AuthorizerConfigurationError},
		"a permission with an asterisk":     {with(func(f *custom.Function) { f.Invokers = []string{"arn:aws:execute-api:us-east-1:000000000000:api1/*"} }), request(0, "127.0.0.1", secret), ""},
	} {
		a := custom.Authorizer{Function: func(arn string) (custom.Function, bool, error) { return test.function, arn == test.function.ARN, nil }}
		auth, failed := a.Authorize(t.Context(), test.request)
		if test.want == "" {
			require.Nil(t, failed, name)
			assert.Equal(t, "shared-secret", auth.PrincipalID, name)
			continue
		}
		require.NotNil(t, failed, name)
		assert.Equal(t, test.want, failed.Type, name)
	}
}

func TestDecisionsAreKeptForTheirIdentity(t *testing.T) {
	t.Parallel()
	now, asked := time.Unix(1_000_000, 0), 0
	a := custom.Authorizer{Clock: func() time.Time { return now }, Function: func(string) (custom.Function, bool, error) {
		asked++
		if asked > 3 {
			return custom.Function{}, false, errors.New("gone")
		}
		return deployed(), true, nil
	}}
	times := func(r dataplane.AuthorizationRequest, want int, name string) {
		_, _ = a.Authorize(t.Context(), r)
		assert.Equal(t, want, asked, name)
	}
	times(request(300, "127.0.0.1", secret), 1, "the first is asked")
	another := request(300, "127.0.0.1", secret)
	another.MethodARN, another.HTTPMethod = "arn:aws:execute-api:us-east-1:000000000000:api1/dev/PUT/alice", "PUT"
	times(another, 1, "another method is not")
	_, failed := a.Authorize(t.Context(), another)
	assert.Nil(t, failed, "the policy covers the whole stage")
	times(request(300, "127.0.0.2", secret), 2, "another address is")
	now = now.Add(301 * time.Second)
	times(request(300, "127.0.0.1", secret), 3, "it is asked again after the TTL")
}
