package dataplane

import (
	"fmt"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
)

// A step is one stretch of a request's path through API Gateway. A failure ends the path with a gateway
// response.
type step struct {
	name string
	run  func(*exchange) *failure.Failure
}

// pipeline is the order in which API Gateway does things, read off its execution logs: authorizer, usage
// plan, parameter validation, body validation (GW-087), integration request, back end, integration
// response (GW-001). An answer from the cache ends it before the integration request (GW-150). Each entry shows
// what its step needs and gives.
var pipeline = []step{
	{"Limits", func(x *exchange) *failure.Failure { return checkLimits(x.request, x.trace) }},
	{"Stage", func(x *exchange) (f *failure.Failure) {
		x.target, f = x.g.findStage(x.request, x.trace)
		x.enterStage()
		return f
	}},
	{"Routing", func(x *exchange) (f *failure.Failure) {
		x.matched, x.mapping.Path, f = x.api.route(x.context().HTTPMethod, x.path, x.request.Header.Get("Authorization"), x.trace)
		x.enterMethod()
		return f
	}},
	{"Resource policy", func(x *exchange) *failure.Failure {
		if x.matched.Authorization == awsIAM {
			x.trace.Verdict("the resource policy is evaluated for whoever signed the request")
			return nil
		}
		return checkResourcePolicy(x.api, invoke, anonymous, x.methodARN(), x.request.SourceIP, x.trace)
	}},
	{"Authorizer", func(x *exchange) (f *failure.Failure) { x.context().Authorizer, f = x.authorize(); return f }},
	{"API key", func(x *exchange) (f *failure.Failure) {
		var key apigateway.APIKey
		key, f = x.checkAPIKey(x.context().Authorizer)
		x.context().APIKey, x.context().APIKeyID = key.Value, key.ID
		return f
	}},
	{"Throttling", func(x *exchange) *failure.Failure {
		return x.g.limits.Stage(&x.stage, x.matched.HTTPMethod, x.matched.resource.Path, x.g.Clock(), x.trace)
	}},
	{"Parameter validation", func(x *exchange) *failure.Failure { return checkParameters(x.matched.required, x.mapping, x.trace) }},
	{"Body validation", func(x *exchange) *failure.Failure {
		return checkBody(x.matched.bodies, contentType(x.request), x.mapping.Body, x.trace)
	}},
	{"Cache", (*exchange).lookUp},
	{"Integration request", func(x *exchange) (f *failure.Failure) { x.call, f = x.integrationRequest(); return f }},
	{"Integration", func(x *exchange) (f *failure.Failure) { x.answer, f = x.integrate(&x.call); return f }},
	{"Integration response", func(x *exchange) (f *failure.Failure) {
		x.response, f = x.integrationResponse(x.answer)
		x.keep()
		return f
	}},
}

// enterStage fills in what templates can read about the stage.
func (x *exchange) enterStage() {
	c := x.context()
	if x.stage.StageName == "" {
		return
	}
	c.APIID, c.Stage, c.DeploymentID, c.Path = x.stage.RestAPIID, x.stage.StageName, x.stage.DeploymentID, "/"+x.stage.StageName+x.path
	if x.ownName {
		c.Path = x.request.Path
	}
	x.mapping.StageVariables = x.stage.Variables
	if x.api != nil {
		c.AccountID = x.api.AccountID
	}
	if x.stage.CanarySettings != nil {
		c.Canary = &x.canary
	}
	if x.stage.XRayTracingEnabled {
		c.XRayTraceID = x.xray.root
	}
	x.mapping.Query, x.mapping.Header = mapping.ParseQuery(x.request.RawQuery), visibleHeaders(x.request, x.xray)
}

// enterMethod fills in what templates can read about the method.
func (x *exchange) enterMethod() {
	if x.matched != nil {
		x.context().ResourceID, x.context().ResourcePath = x.matched.resource.ID, x.matched.resource.Path
		x.mapping.Use = x.matched.contextUse
	}
}

// run takes the request through the pipeline and returns what the client gets.
func (x *exchange) run() (response *Response) {
	defer func() {
		// A fault of ours must not take the connection down, nor look like an answer of the API.
		if fault := recover(); fault != nil {
			response = x.conclude(failure.Misconfigured("internal fault: %v\n%s", fault, stack()))
		}
	}()
	for _, s := range pipeline {
		if failed := x.take(s); failed != nil {
			return x.conclude(failed)
		}
		if x.response != nil {
			break // from the cache
		}
	}
	return x.conclude(nil)
}

func (x *exchange) take(s step) *failure.Failure {
	if x.trace == nil {
		return s.run(x)
	}
	start := x.g.Clock()
	x.trace.Begin(s.name)
	failed := s.run(x)
	why := ""
	if failed != nil {
		why = fmt.Sprintf("%s: %d", failed.Type, failed.StatusCode())
		if failed.Detail != "" {
			why += ": " + failed.Detail
		}
	}
	x.trace.End(x.g.Clock().Sub(start), why)
	return failed
}

// conclude makes the response from the pipeline's end and adds the headers that every response has.
func (x *exchange) conclude(failed *failure.Failure) *Response {
	response := x.response
	if failed != nil {
		response = x.gatewayResponse(failed)
		if failed.StatusCode() >= 500 && x.ctx.Err() == nil { // a client that has gone made it fail itself
			x.g.Log.Error("API Gateway answered with an error of its own",
				"requestId", x.context().RequestID, "method", x.context().HTTPMethod, "path", x.request.Path,
				"type", string(failed.Type), "status", response.StatusCode, "detail", failed.Detail)
		}
	}
	if !bodyAllowed(response.StatusCode) {
		response.Body = nil
	}
	if failed == nil && x.keeping != nil && x.keeping.warning != "" {
		response.Header.Set("Warning", x.keeping.warning)
	}
	response.Header.Set("x-amzn-RequestId", x.context().RequestID)
	response.Header.Set("x-amz-apigw-id", x.context().ExtendedRequestID)
	if failed == nil && x.matched.integration.Type != "MOCK" {
		response.Header.Set("X-Amzn-Trace-Id", x.xray.String()) // GW-096
	}
	return response
}
