package dataplane

import "fmt"

// A step is one stage of a request's way. It returns a failure to end the way with a gateway
// response.
type step struct {
	name string
	run  func(*exchange) *Failure
}

// pipeline is the order in which API Gateway does things, read off its execution logs: authorizer,
// usage plan, parameter validation, body validation (GW-087), integration request, back end,
// integration response (GW-001). Response caching will be a step around the integration.
var pipeline = []step{
	{"Limits", (*exchange).checkLimits},
	{"Stage", (*exchange).findStage},
	{"Routing", (*exchange).route},
	{"Resource policy", (*exchange).checkResourcePolicy},
	{"Authorizer", (*exchange).authorize},
	{"API key", (*exchange).checkAPIKey},
	{"Throttling", (*exchange).throttle},
	{"Parameter validation", (*exchange).validateParameters},
	{"Body validation", (*exchange).validateBody},
	{"Integration request", (*exchange).integrationRequest},
	{"Integration", (*exchange).integrate},
	{"Integration response", (*exchange).integrationResponse},
}

// run takes the request through the pipeline and returns what the client gets.
func (x *exchange) run() (response *Response) {
	defer func() {
		// A fault of ours must not take the connection down, nor look like an answer of the API.
		if fault := recover(); fault != nil {
			response = x.conclude(misconfigured("internal fault: %v\n%s", fault, stack()))
		}
	}()
	for _, s := range pipeline {
		if failure := x.take(s); failure != nil {
			return x.conclude(failure)
		}
	}
	return x.conclude(nil)
}

func (x *exchange) take(s step) *Failure {
	if x.trace == nil {
		return s.run(x)
	}
	start := x.g.Clock()
	x.trace.Steps = append(x.trace.Steps, Step{Name: s.name})
	failure := s.run(x)
	current := x.trace.current()
	current.Duration = x.g.Clock().Sub(start)
	if failure != nil {
		current.Verdict = fmt.Sprintf("%s: %d", failure.Type, failure.status())
		if failure.Detail != "" {
			current.Verdict += ": " + failure.Detail
		}
		current.Failed = true
	}
	return failure
}

// conclude makes the response from the pipeline's end and adds the headers that every response has.
func (x *exchange) conclude(failure *Failure) *Response {
	response := x.response
	if failure != nil {
		response = x.gatewayResponse(failure)
		if failure.status() >= 500 && x.ctx.Err() == nil { // a client that has gone made it fail itself
			x.g.Log.Error("API Gateway answered with an error of its own",
				"requestId", x.requestID, "method", x.method, "path", x.request.Path,
				"type", string(failure.Type), "status", response.StatusCode, "detail", failure.Detail)
		}
	}
	if !bodyAllowed(response.StatusCode) {
		response.Body = nil
	}
	response.Header.Set("x-amzn-RequestId", x.requestID)
	response.Header.Set("x-amz-apigw-id", x.extendedID)
	if failure == nil && x.methodOrNone().integration.Type != "MOCK" {
		response.Header.Set("X-Amzn-Trace-Id", x.xray.String()) // GW-096
	}
	return response
}
