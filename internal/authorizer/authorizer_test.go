package authorizer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const arn = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/GET/bob/movies"

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func settings(t interface{ Fatal(...any) }, variables map[string]string) Settings {
	all := map[string]string{HeaderVariable: "x-api-secret", DigestsVariable: digest("open sesame")}
	for name, value := range variables {
		all[name] = value
	}
	s, err := ReadSettings(func(name string) string { return all[name] })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func request(ip string, headers map[string][]string) events.APIGatewayCustomAuthorizerRequestTypeRequest {
	r := events.APIGatewayCustomAuthorizerRequestTypeRequest{Type: "REQUEST", MethodArn: arn, MultiValueHeaders: headers}
	r.RequestContext.Identity.SourceIP = ip
	return r
}

func TestAuthorize(t *testing.T) {
	t.Parallel()
	rotating := map[string]string{DigestsVariable: digest("open sesame") + ", " + digest("next")}
	office := map[string]string{CIDRsVariable: "203.0.113.0/24, 2001:db8::/32"}
	for name, test := range map[string]struct {
		variables map[string]string
		ip        string
		headers   map[string][]string
		want      string // the effect, "" for 401
	}{
		"the secret":                                {nil, "198.51.100.1", map[string][]string{"x-api-secret": {"open sesame"}}, "Allow"},
		"the header in another case":                {nil, "198.51.100.1", map[string][]string{"X-API-Secret": {"open sesame"}}, "Allow"},
		"the old secret during a rotation":          {rotating, "198.51.100.1", map[string][]string{"x-api-secret": {"open sesame"}}, "Allow"},
		"the next secret during a rotation":         {rotating, "198.51.100.1", map[string][]string{"x-api-secret": {"next"}}, "Allow"},
		"a wrong secret":                            {nil, "198.51.100.1", map[string][]string{"x-api-secret": {"open sesam"}}, ""},
		"the digest itself":                         {nil, "198.51.100.1", map[string][]string{"x-api-secret": {digest("open sesame")}}, ""},
		"both secrets in one header":                {rotating, "198.51.100.1", map[string][]string{"x-api-secret": {"open sesame, next"}}, ""},
		"the header twice":                          {nil, "198.51.100.1", map[string][]string{"x-api-secret": {"wrong", "open sesame"}}, ""},
		"the header twice in two cases":             {nil, "198.51.100.1", map[string][]string{"x-api-secret": {"open sesame"}, "X-Api-Secret": {"open sesame"}}, ""},
		"an empty header":                           {nil, "198.51.100.1", map[string][]string{"x-api-secret": {""}}, ""},
		"no header":                                 {nil, "198.51.100.1", nil, ""},
		"the secret in another header":              {nil, "198.51.100.1", map[string][]string{"authorization": {"open sesame"}}, ""},
		"an allowed IPv4 address":                   {office, "203.0.113.9", map[string][]string{"x-api-secret": {"open sesame"}}, "Allow"},
		"an allowed IPv6 address":                   {office, "2001:db8::1", map[string][]string{"x-api-secret": {"open sesame"}}, "Allow"},
		"an allowed IPv4 address, mapped":           {office, "::ffff:203.0.113.9", map[string][]string{"x-api-secret": {"open sesame"}}, "Allow"},
		"another address":                           {office, "203.0.114.9", map[string][]string{"x-api-secret": {"open sesame"}}, "Deny"},
		"no address":                                {office, "", map[string][]string{"x-api-secret": {"open sesame"}}, "Deny"},
		"an allowed address without the secret":     {office, "203.0.113.9", nil, ""},
		"an address that the client claims to have": {office, "198.51.100.1", map[string][]string{"x-api-secret": {"open sesame"}, "x-forwarded-for": {"203.0.113.9"}}, "Deny"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := settings(t, test.variables).Authorize(t.Context(), request(test.ip, test.headers))
			if test.want == "" {
				assert.ErrorIs(t, err, ErrUnauthorized)
				assert.Empty(t, got.PolicyDocument.Statement)
				return
			}
			require.NoError(t, err)
			require.Len(t, got.PolicyDocument.Statement, 1)
			assert.Equal(t, events.IAMPolicyStatement{
				Action: []string{"execute-api:Invoke"}, Effect: test.want,
				Resource: []string{"arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/*"},
			}, got.PolicyDocument.Statement[0], "the policy covers the whole stage, since it is cached for all methods")
			assert.Equal(t, Principal, got.PrincipalID, "no part of a secret is passed on to logs or templates")
			assert.Empty(t, got.Context)
		})
	}
}

func TestTheSingleValueHeadersServeWhenTheOthersAreMissing(t *testing.T) {
	t.Parallel()
	r := request("198.51.100.1", nil)
	r.Headers = map[string]string{"X-Api-Secret": "open sesame"}
	_, err := settings(t, nil).Authorize(t.Context(), r)
	assert.NoError(t, err)
}

func TestAMethodARNThatCannotBeReadIsUnauthorized(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "arn", "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3", "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod",
		"arn:aws:lambda:eu-west-1:123456789012:a1b2c3/prod/GET/", "arn:aws:execute-api:eu-west-1:123456789012:*/prod/GET/", "arn:aws:execute-api:eu-west-1:123456789012:a/*/GET/"} {
		r := request("198.51.100.1", map[string][]string{"x-api-secret": {"open sesame"}})
		r.MethodArn = bad
		_, err := settings(t, nil).Authorize(t.Context(), r)
		assert.ErrorIs(t, err, ErrUnauthorized, bad)
	}
}

func TestReadSettingsReportsAllMistakes(t *testing.T) {
	t.Parallel()
	_, err := ReadSettings(func(name string) string {
		return map[string]string{HeaderVariable: "x secret", DigestsVariable: "hunter2," + digest("a") + "," + digest("b"), CIDRsVariable: "203.0.113.9"}[name]
	})
	require.Error(t, err)
	for _, part := range []string{`SECRET_HEADER is "x secret"`, "entry 1 is not a SHA-256 digest", "has 3 entries", `"203.0.113.9" is not a CIDR`} {
		assert.ErrorContains(t, err, part)
	}
	assert.NotContains(t, err.Error(), "hunter2", "a secret that was put there by mistake is not repeated")
	_, err = ReadSettings(func(string) string { return "" })
	assert.ErrorContains(t, err, "has 0 entries", "without a secret the function does not start")
}

// Only the secret itself is accepted, whatever is sent.
func TestNothingButTheSecretIsAccepted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := settings(t, nil)
		sent := rapid.OneOf(rapid.String(), rapid.Map(rapid.IntRange(0, len("open sesame")), func(n int) string { return "open sesame"[:n] }),
			rapid.Just(strings.ToUpper("open sesame")), rapid.Just("open sesame ")).Draw(t, "sent")
		_, err := s.Authorize(t.Context(), request("198.51.100.1", map[string][]string{"x-api-secret": {sent}}))
		if (err == nil) != (sent == "open sesame") {
			t.Fatalf("%q: %v", sent, err)
		}
	})
}
