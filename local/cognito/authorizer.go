package cognito

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/failure"
)

// Authorizer runs the methods whose authorization is COGNITO_USER_POOLS
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html).
type Authorizer struct {
	Issuer *Issuer
	// Client reports whether a user pool has a client. A pool gives tokens to its own clients alone.
	Client func(pool, client string) (bool, error)
	Clock  func() time.Time // time.Now when nil
}

// Authorize takes a token of one of the authorizer's user pools from the header that the authorizer names:
// an access token with one of the method's scopes, or an ID token where the method has none (GW-136).
func (a *Authorizer) Authorize(_ context.Context, r dataplane.AuthorizationRequest) (*dataplane.Authorization, *failure.Failure) {
	if r.Authorizer == nil {
		return nil, failure.Of(failure.AuthorizerConfigurationError).Because("the method names no authorizer")
	}
	header, ok := strings.CutPrefix(r.Authorizer.IdentitySource, "method.request.header.")
	if !ok {
		return nil, failure.Of(failure.AuthorizerConfigurationError).Because("the identity source %q of authorizer %s is not a header", r.Authorizer.IdentitySource, r.Authorizer.Name)
	}
	sent := r.Header.Values(header)
	if len(sent) != 1 || strings.TrimSpace(sent[0]) == "" {
		return nil, refused("the request has %d headers %s; one is needed", len(sent), header)
	}
	token := strings.TrimSpace(sent[0])
	if scheme, rest, found := strings.Cut(token, " "); found && strings.EqualFold(scheme, "Bearer") {
		token = strings.TrimSpace(rest)
	}
	claims, err := a.check(token, r)
	switch {
	case errors.Is(err, jwt.TokenExpiredError()):
		return nil, &failure.Failure{Type: failure.Unauthorized, Message: "The incoming token has expired", Detail: err.Error()}
	case err != nil:
		return nil, refused("%v", err)
	}
	return &dataplane.Authorization{PrincipalID: claims["sub"], Claims: claims}, nil
}

func refused(format string, values ...any) *failure.Failure {
	return failure.Of(failure.Unauthorized).Because(format, values...)
}

// check verifies a token and returns its claims as $context.authorizer.claims shows them.
func (a *Authorizer) check(token string, r dataplane.AuthorizationRequest) (map[string]string, error) {
	pool, err := a.pool(token, r.Authorizer.ProviderARNs)
	if err != nil {
		return nil, err
	}
	keys, err := a.Issuer.Keys(pool)
	if err != nil {
		return nil, err
	}
	clock := a.Clock
	if clock == nil {
		clock = time.Now
	}
	// The key's algorithm, RS256, is the only one: a token cannot choose another, or none.
	parsed, err := jwt.Parse([]byte(token), jwt.WithKeySet(keys), jwt.WithIssuer(URL(pool)), jwt.WithClock(jwt.ClockFunc(clock)),
		jwt.WithRequiredClaim(jwt.ExpirationKey), jwt.WithRequiredClaim(jwt.SubjectKey))
	if err != nil {
		return nil, err
	}
	claims, err := texts(parsed)
	if err != nil {
		return nil, err
	}
	audience, err := audienceOf(claims, r.Method.AuthorizationScopes)
	if err != nil {
		return nil, err
	}
	if known, err := a.Client(pool, audience); err != nil || !known {
		return nil, errors.Join(err, fmt.Errorf("the token is for client %q, which user pool %s does not have", audience, pool))
	}
	if expression := r.Authorizer.IdentityValidationExpression; expression != "" {
		if whole, err := regexp.Compile("^(?:" + expression + ")$"); err != nil || !whole.MatchString(audience) {
			return nil, fmt.Errorf("the token's audience %q does not match %q", audience, expression)
		}
	}
	return claims, nil
}

// audienceOf checks the token's use and its scopes, and returns the client that it was given to.
func audienceOf(claims map[string]string, scopes []string) (string, error) {
	use := claims["token_use"]
	switch {
	case len(scopes) == 0 && use != "id":
		return "", fmt.Errorf("the token is an %s token; a method without scopes takes an ID token", use)
	case len(scopes) == 0:
		return claims["aud"], nil
	case use != "access":
		return "", fmt.Errorf("the token is an %s token; a method with scopes takes an access token", use)
	}
	granted := strings.Fields(claims["scope"])
	if !slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(granted, s) }) {
		return "", fmt.Errorf("the token has the scopes %q; one of %q is needed", granted, scopes)
	}
	return claims["client_id"], nil
}

// pool is the one of the authorizer's pools that the token says it is from. Nothing of it is trusted yet.
func (a *Authorizer) pool(token string, providers []string) (string, error) {
	message, err := jws.Parse([]byte(token))
	if err != nil {
		return "", err
	}
	var unchecked struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(message.Payload(), &unchecked); err != nil {
		return "", fmt.Errorf("the token's payload is not JSON: %w", err)
	}
	for _, arn := range providers {
		_, pool, _ := strings.Cut(arn, ":userpool/")
		if URL(pool) == unchecked.Issuer {
			return pool, nil
		}
	}
	return "", fmt.Errorf("the token's issuer %q is none of the authorizer's user pools", unchecked.Issuer)
}

// texts are the claims as text: lists are joined with commas.
func texts(token jwt.Token) (map[string]string, error) {
	raw, err := json.Marshal(token)
	if err != nil {
		return nil, err
	}
	var values map[string]any
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, err
	}
	claims := map[string]string{}
	for name, value := range values {
		claims[name] = text(value)
	}
	return claims, nil
}

func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		var parts []string
		for _, part := range v {
			parts = append(parts, text(part))
		}
		return strings.Join(parts, ",")
	}
	return fmt.Sprint(value)
}
