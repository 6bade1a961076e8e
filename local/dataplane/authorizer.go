package dataplane

import (
	"context"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/wire"
)

// MethodAuthorizer runs the methods of one authorization type.
type MethodAuthorizer interface {
	// Authorize decides whether the request may go on. A failure ends it; an authorization says who
	// is calling. One of the two is nil.
	Authorize(ctx context.Context, request AuthorizationRequest) (*Authorization, *failure.Failure)
}

// AuthorizationRequest is what an authorizer sees of a request.
type AuthorizationRequest struct {
	API        *apigateway.API
	Stage      apigateway.Stage
	Method     *apigateway.Method
	Authorizer *apigateway.Authorizer // the one that the method names; nil for AWS_IAM
	MethodARN  string                 // arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}
	HTTPMethod string
	Path       string // of the resource's path, percent-encoded
	Resource   string // the resource's own path: /{name}
	Header     wire.Headers
	Query      map[string][]string
	PathVars   map[string]string
	Body       []byte
	SourceIP   string
	RequestID  string
	Request    Request // as the client sent it, which is what a signature is about
}

// awsIAM is the authorization of methods whose callers sign their requests.
const awsIAM = "AWS_IAM"

// Authorization is who calls, as $context shows it.
type Authorization = mapping.Authorization

// authorize runs the method's authorizer. A type that nothing here can run fails closed (GW-040).
func (x *exchange) authorize() (*Authorization, *failure.Failure) {
	kind := x.matched.Authorization
	if kind == "" || kind == "NONE" {
		x.trace.Verdict("authorization is NONE")
		return nil, nil
	}
	authorizer := x.g.Authorizers[kind]
	if authorizer == nil {
		return nil, failure.Of(failure.AuthorizerConfigurationError).Because(
			"method %s %s asks for authorization %s, which this runtime cannot run: the request is refused",
			x.matched.HTTPMethod, x.matched.resource.Path, kind)
	}
	request := x.authorizationRequest()
	if x.matched.AuthorizerID != "" && request.Authorizer == nil {
		return nil, failure.Of(failure.AuthorizerConfigurationError).Because("the deployment has no authorizer %q", x.matched.AuthorizerID)
	}
	auth, failed := authorizer.Authorize(x.ctx, request)
	if failed != nil {
		return nil, failed
	}
	if auth == nil {
		return nil, failure.Of(failure.AuthorizerFailure).Because("the authorizer of type %s returned no decision", kind)
	}
	x.trace.In("authorization", kind)
	x.trace.Out("principal", auth.PrincipalID)
	x.trace.Verdict("authorized")
	if kind == awsIAM {
		return auth, checkResourcePolicy(x.api, invoke, auth.Identity["userArn"], x.methodARN(), x.request.SourceIP, x.trace)
	}
	return auth, nil
}

func (x *exchange) authorizationRequest() AuthorizationRequest {
	request := AuthorizationRequest{
		API: x.api.API, Stage: x.stage, Method: x.matched.Method, MethodARN: x.methodARN(),
		HTTPMethod: x.context().HTTPMethod, Path: x.path, Resource: x.matched.resource.Path,
		Header: x.request.Header, Query: map[string][]string{}, PathVars: x.mapping.Path.Single(),
		Body: x.request.Body, SourceIP: x.request.SourceIP, RequestID: x.context().RequestID, Request: *x.request,
	}
	for _, parameter := range x.mapping.Query {
		request.Query[parameter.Name] = parameter.Values
	}
	for i := range x.api.Authorizers {
		if x.api.Authorizers[i].ID == x.matched.AuthorizerID {
			request.Authorizer = &x.api.Authorizers[i]
		}
	}
	return request
}

func (x *exchange) methodARN() string {
	return apiARN(x.api.API) + "/" +
		x.stage.StageName + "/" + x.context().HTTPMethod + "/" + strings.Trim(x.path, "/")
}
