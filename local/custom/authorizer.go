// Package custom runs the function of the program's custom authorizer in process, by the resources that were
// deployed: its environment, its permission and the authorizer's cache.
package custom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"lambdaless/internal/authorizer"
	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/failure"
)

// Function is a deployed function.
type Function struct {
	ARN         string
	Environment map[string]string
	// Invokers are the source ARNs, which may have asterisks, that API Gateway may call the function for.
	Invokers []string
}

// Authorizer runs the methods whose authorization is CUSTOM with a REQUEST authorizer
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html). It
// is safe for concurrent use.
type Authorizer struct {
	// Function finds a deployed function by its ARN.
	Function func(arn string) (Function, bool, error)
	Clock    func() time.Time // time.Now when nil

	mu    sync.Mutex
	cache map[string]entry
}

// entry is a decision that is reused until a time.
type entry struct {
	policy *iam.Policy
	answer events.APIGatewayCustomAuthorizerResponse
	until  time.Time
}

// Authorize asks the function, or the cache, and evaluates the policy that it answered for the method
// (GW-139).
func (a *Authorizer) Authorize(ctx context.Context, r dataplane.AuthorizationRequest) (*dataplane.Authorization, *failure.Failure) {
	if r.Authorizer == nil || r.Authorizer.Type != "REQUEST" {
		return nil, misconfigured("only authorizers of type REQUEST run here")
	}
	key, ok := identity(r)
	if !ok {
		return nil, failure.Of(failure.Unauthorized).Because("an identity source of %q is missing or empty, so that the function is not asked", r.Authorizer.IdentitySource)
	}
	now := time.Now
	if a.Clock != nil {
		now = a.Clock
	}
	decision, cached := a.cached(key, now())
	if !cached {
		var failed *failure.Failure
		if decision, failed = a.ask(ctx, r); failed != nil {
			return nil, failed
		}
		a.keep(key, decision, now(), time.Duration(r.Authorizer.AuthorizerResultTTLInSeconds)*time.Second)
	}
	verdict := iam.Permissions{Identity: []iam.Named{{Name: "the authorizer's answer", Policy: decision.policy}}}.Evaluate(iam.Request{
		Principal: decision.answer.PrincipalID, Action: "execute-api:Invoke", Resource: r.MethodARN,
		Context: map[string][]string{"aws:SourceIp": {r.SourceIP}},
	})
	if !verdict.Allowed {
		f := &failure.Failure{Type: failure.AccessDenied, Detail: "the policy that the authorizer answered does not allow " + r.MethodARN}
		if verdict.Explicit {
			f.Message = "User is not authorized to access this resource with an explicit deny"
		}
		return nil, f
	}
	values := map[string]string{}
	for name, value := range decision.answer.Context {
		values[name] = fmt.Sprint(value)
	}
	return &dataplane.Authorization{PrincipalID: decision.answer.PrincipalID, Context: values, UsageIdentifierKey: decision.answer.UsageIdentifierKey}, nil
}

func misconfigured(format string, values ...any) *failure.Failure {
	return failure.Of(failure.AuthorizerConfigurationError).Because(format, values...)
}

// identity are the values of the identity sources, which are the cache's key. All have to be there.
func identity(r dataplane.AuthorizationRequest) (string, bool) {
	values := []string{r.Authorizer.ID, r.API.ID, r.Stage.StageName}
	for source := range strings.SplitSeq(r.Authorizer.IdentitySource, ",") {
		source = strings.TrimSpace(source)
		value := ""
		switch name, header := strings.CutPrefix(source, "method.request.header."); {
		case header:
			value = strings.Join(r.Header.Values(name), ",")
		case strings.HasPrefix(source, "method.request.querystring."):
			value = strings.Join(r.Query[strings.TrimPrefix(source, "method.request.querystring.")], ",")
		case strings.HasPrefix(source, "stageVariables."):
			value = r.Stage.Variables[strings.TrimPrefix(source, "stageVariables.")]
		case source == "context.identity.sourceIp":
			value = r.SourceIP
		case source == "context.httpMethod":
			value = r.HTTPMethod
		}
		if strings.TrimSpace(value) == "" {
			return "", false
		}
		values = append(values, value)
	}
	key, _ := json.Marshal(values) // texts alone
	return string(key), true
}

func (a *Authorizer) cached(key string, now time.Time) (entry, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, ok := a.cache[key]
	return e, ok && now.Before(e.until)
}

// keep remembers a decision, and forgets those that are over when there are many.
func (a *Authorizer) keep(key string, e entry, now time.Time, ttl time.Duration) {
	if ttl <= 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cache == nil || len(a.cache) > 10_000 {
		a.cache = map[string]entry{}
	}
	e.until = now.Add(ttl)
	a.cache[key] = e
}

// ask runs the function with the event that API Gateway would send.
func (a *Authorizer) ask(ctx context.Context, r dataplane.AuthorizationRequest) (entry, *failure.Failure) {
	_, path, _ := strings.Cut(r.Authorizer.AuthorizerURI, "/functions/")
	arn, ok := strings.CutSuffix(path, "/invocations")
	if !ok {
		return entry{}, misconfigured("the authorizer's URI %q names no function", r.Authorizer.AuthorizerURI)
	}
	function, found, err := a.Function(arn)
	if err != nil || !found {
		return entry{}, misconfigured("the function %s: found %v, %v", arn, found, err)
	}
	source := "arn:aws:execute-api:" + r.API.Region + ":" + r.API.AccountID + ":" + r.API.ID + "/authorizers/" + r.Authorizer.ID
	if !mayInvoke(function, source) {
		return entry{}, misconfigured("the function %s does not let API Gateway call it for %s: it needs a permission", arn, source)
	}
	settings, err := authorizer.ReadSettings(func(name string) string { return function.Environment[name] })
	if err != nil {
		return entry{}, misconfigured("the function %s is not the program's authorizer, the only one that runs here: %v", arn, err)
	}
	answer, err := settings.Authorize(ctx, event(r))
	switch {
	case errors.Is(err, authorizer.ErrUnauthorized):
		return entry{}, failure.Of(failure.Unauthorized).Because("the function knows no such secret")
	case err != nil:
		return entry{}, misconfigured("the function failed: %v", err)
	}
	document, err := json.Marshal(answer.PolicyDocument)
	if err != nil {
		return entry{}, misconfigured("the function's policy: %v", err)
	}
	policy, err := parse.Identity(string(document))
	if err != nil {
		return entry{}, misconfigured("the function's policy: %v", err)
	}
	return entry{policy: policy, answer: answer}, nil
}

func mayInvoke(f Function, source string) bool {
	for _, pattern := range f.Invokers {
		if iam.Matches(iam.ResourcePattern, pattern, source) {
			return true
		}
	}
	return false
}

func event(r dataplane.AuthorizationRequest) events.APIGatewayCustomAuthorizerRequestTypeRequest {
	e := events.APIGatewayCustomAuthorizerRequestTypeRequest{
		Type: "REQUEST", MethodArn: r.MethodARN, Resource: r.Resource, Path: r.Path, HTTPMethod: r.HTTPMethod,
		Headers: map[string]string{}, MultiValueHeaders: map[string][]string{}, QueryStringParameters: map[string]string{},
		MultiValueQueryStringParameters: r.Query, PathParameters: r.PathVars, StageVariables: r.Stage.Variables,
	}
	for _, field := range r.Header {
		e.Headers[field.Name] = field.Value
		e.MultiValueHeaders[field.Name] = append(e.MultiValueHeaders[field.Name], field.Value)
	}
	for name, values := range r.Query {
		if len(values) > 0 {
			e.QueryStringParameters[name] = values[len(values)-1]
		}
	}
	e.RequestContext.Identity.SourceIP, e.RequestContext.Identity.APIKey = r.SourceIP, r.Header.Get(http.CanonicalHeaderKey("x-api-key"))
	e.RequestContext.AccountID, e.RequestContext.APIID, e.RequestContext.Stage = r.API.AccountID, r.API.ID, r.Stage.StageName
	e.RequestContext.RequestID, e.RequestContext.HTTPMethod, e.RequestContext.ResourcePath = r.RequestID, r.HTTPMethod, r.Resource
	return e
}
