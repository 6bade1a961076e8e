package authorizer

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/netip"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// ErrUnauthorized is the error with which API Gateway answers 401
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html).
// Its text is fixed by AWS.
var ErrUnauthorized = errors.New("Unauthorized")

// Principal is the identity of every caller that knows the secret.
const Principal = "shared-secret"

// Authorize decides about a request. Without a valid secret it returns ErrUnauthorized (401, which API
// Gateway does not cache); with one from an address that is not allowed, a policy that denies (403).
func (s Settings) Authorize(_ context.Context, r events.APIGatewayCustomAuthorizerRequestTypeRequest) (events.APIGatewayCustomAuthorizerResponse, error) {
	if !s.knows(secret(r, s.Header)) {
		return events.APIGatewayCustomAuthorizerResponse{}, ErrUnauthorized
	}
	resource, ok := wholeStage(r.MethodArn)
	if !ok {
		return events.APIGatewayCustomAuthorizerResponse{}, ErrUnauthorized
	}
	effect := "Deny"
	if s.allows(r.RequestContext.Identity.SourceIP) {
		effect = "Allow"
	}
	return events.APIGatewayCustomAuthorizerResponse{
		PrincipalID: Principal,
		PolicyDocument: events.APIGatewayCustomAuthorizerPolicy{
			Version: "2012-10-17",
			Statement: []events.IAMPolicyStatement{{
				Action: []string{"execute-api:Invoke"}, Effect: effect, Resource: []string{resource},
			}},
		},
	}, nil
}

// secret returns the header's value. A header that was sent twice has none: API Gateway, the cache's
// key and this function could each read another of the two.
func secret(r events.APIGatewayCustomAuthorizerRequestTypeRequest, header string) string {
	var values []string
	for name, sent := range r.MultiValueHeaders {
		if http.CanonicalHeaderKey(name) == header {
			values = append(values, sent...)
		}
	}
	if len(r.MultiValueHeaders) == 0 {
		for name, value := range r.Headers {
			if http.CanonicalHeaderKey(name) == header {
				values = append(values, value)
			}
		}
	}
	if len(values) != 1 {
		return ""
	}
	return values[0]
}

// knows compares a secret with every valid one in constant time.
func (s Settings) knows(secret string) bool {
	digest := sha256.Sum256([]byte(secret))
	found := 0
	for _, valid := range s.Digests {
		found |= subtle.ConstantTimeCompare(digest[:], valid[:])
	}
	return found == 1 && secret != ""
}

func (s Settings) allows(address string) bool {
	if len(s.CIDRs) == 0 {
		return true
	}
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, prefix := range s.CIDRs {
		if prefix.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// wholeStage turns the ARN of the method that was called into that of every method of the stage. API
// Gateway caches the policy for all methods that use the authorizer: a policy for the one method
// would refuse the next
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html).
func wholeStage(methodARN string) (string, bool) {
	const fields = 6 // arn:partition:execute-api:region:account:api/stage/verb/path
	parts := strings.SplitN(methodARN, ":", fields)
	if len(parts) != fields || parts[0] != "arn" || parts[2] != "execute-api" {
		return "", false
	}
	path := strings.SplitN(parts[fields-1], "/", 3)
	if len(path) != 3 || path[0] == "" || path[1] == "" || strings.ContainsAny(path[0]+path[1], "*?") {
		return "", false
	}
	parts[fields-1] = path[0] + "/" + path[1] + "/*"
	return strings.Join(parts, ":"), true
}
