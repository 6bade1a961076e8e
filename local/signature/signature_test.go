package signature_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/wire"
	"lambdaless/local/signature"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func request(method, path, query, body string) dataplane.Request {
	return dataplane.Request{
		Method: method, Path: path, RawQuery: query, Host: "127.0.0.1:8080", Body: []byte(body),
		Header: wire.Headers{{Name: "content-type", Value: "application/json"}},
	}
}

func authorize(t *testing.T, r dataplane.Request, at time.Time) (*dataplane.Authorization, *failure.Failure) {
	a := signature.Authorizer{Clock: func() time.Time { return at }}
	api := &apigateway.API{}
	api.Region, api.AccountID = "us-east-1", "000000000000"
	return a.Authorize(t.Context(), dataplane.AuthorizationRequest{API: api, Request: r})
}

func TestSignedRequestsAreLetIn(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]dataplane.Request{
		"GET":                        request("GET", "/dev/bob", "", ""),
		"a body":                     request("PUT", "/dev/bob", "", `{"favorite_movie":"Interstellar"}`),
		"a query string":             request("GET", "/dev/bob", "b=2&a=1&a=0&c=%20x", ""),
		"an escaped path":            request("GET", "/dev/bob%20smith%2Fx", "", ""),
		"characters beyond ASCII":    request("GET", "/dev/b%C3%B6b", "q=%C3%A9", ""),
		"a body that is not text":    request("PUT", "/dev/bob", "", "\xff\x00"),
		"a path of several segments": request("DELETE", "/dev/a/b/c", "", ""),
	} {
		require.NoError(t, signature.Sign(&r, "us-east-1", now), name)
		auth, failed := authorize(t, r, now.Add(4*time.Minute))
		require.Nil(t, failed, name)
		assert.Equal(t, "arn:aws:iam::000000000000:root", auth.Identity["userArn"], name)
	}
}

func TestOtherRequestsAreRefused(t *testing.T) {
	t.Parallel()
	header := func(name string, edit func(string) string) func(*dataplane.Request) {
		return func(r *dataplane.Request) { r.Header.Set(name, edit(r.Header.Get(name))) }
	}
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	const mismatch, expired = "The request signature we calculated does not match", "Signature expired: 20260102T030405Z is now earlier than"
	for name, test := range map[string]struct {
		edit    func(*dataplane.Request)
		late    time.Duration
		kind    failure.Type
		message string
	}{
		"GW-137 not signed":         {func(r *dataplane.Request) { r.Header = nil }, 0, failure.MissingAuthenticationToken, ""},
		"a bearer token":            {header("Authorization", func(string) string { return "Bearer x" }), 0, failure.InvalidSignature, "Authorization header requires 'Credential' parameter."},
		"another access key":        {header("Authorization", replace("=test/", "=AKIA/")), 0, failure.InvalidSignature, "The security token included in the request is invalid."},
		"another signature":         {header("Authorization", func(s string) string { return s[:len(s)-64] + strings.Repeat("0", 64) }), 0, failure.InvalidSignature, mismatch},
		"another region":            {header("Authorization", replace("us-east-1", "eu-west-1")), 0, failure.InvalidSignature, mismatch},
		"another service":           {header("Authorization", replace("execute-api", "dynamodb")), 0, failure.InvalidSignature, mismatch},
		"host not signed":           {header("Authorization", replace("host;", "")), 0, failure.InvalidSignature, mismatch},
		"a signed header that goes": {header("Authorization", replace("host;", "host;x-gone;")), 0, failure.InvalidSignature, mismatch},
		"another day":               {header("X-Amz-Date", func(string) string { return "20260103T030405Z" }), 0, failure.InvalidSignature, mismatch},
		"another time":              {header("X-Amz-Date", func(string) string { return "20260102T030406Z" }), 0, failure.InvalidSignature, mismatch},
		"another content type":      {header("Content-Type", func(string) string { return "text/plain" }), 0, failure.InvalidSignature, mismatch},
		"another body":              {func(r *dataplane.Request) { r.Body = []byte("{}") }, 0, failure.InvalidSignature, mismatch},
		"another path":              {func(r *dataplane.Request) { r.Path = "/dev/alice" }, 0, failure.InvalidSignature, mismatch},
		"another method":            {func(r *dataplane.Request) { r.Method = "DELETE" }, 0, failure.InvalidSignature, mismatch},
		"another query string":      {func(r *dataplane.Request) { r.RawQuery = "a=1" }, 0, failure.InvalidSignature, mismatch},
		"another host":              {func(r *dataplane.Request) { r.Host = "example.com" }, 0, failure.InvalidSignature, mismatch},
		"a hash of another body":    {func(r *dataplane.Request) { r.Header.Set("X-Amz-Content-Sha256", strings.Repeat("0", 64)) }, 0, "", ""},
		"too late":                  {func(*dataplane.Request) {}, 6 * time.Minute, failure.InvalidSignature, expired},
		"too early":                 {func(*dataplane.Request) {}, -6 * time.Minute, failure.InvalidSignature, "Signature not yet current"},
		"signed twice":              {func(r *dataplane.Request) { r.Header = append(r.Header, r.Header...) }, 0, failure.MissingAuthenticationToken, ""},
	} {
		r := request("PUT", "/dev/bob", "", `{"favorite_movie":"Interstellar"}`)
		require.NoError(t, signature.Sign(&r, "us-east-1", now))
		test.edit(&r)
		auth, failed := authorize(t, r, now.Add(test.late))
		if test.kind == "" {
			assert.Nil(t, failed, "%s: the header is not signed", name)
			continue
		}
		require.NotNil(t, failed, name)
		assert.Nil(t, auth, name)
		assert.Equal(t, test.kind, failed.Type, name)
		assert.Contains(t, failed.Message, test.message, name)
	}
}
