package dataplane

import (
	"context"
	"runtime/debug"
	"strings"
	"time"

	"lambdaless/internal/vtl"
)

// exchange is one request on its way: what the steps have found out so far.
type exchange struct {
	ctx     context.Context
	g       *Gateway
	request *Request
	trace   *Trace

	start                 time.Time
	requestID, extendedID string
	xray                  xrayHeader

	method   string // after X-HTTP-Method-Override
	stage    Stage
	canary   bool   // the canary's deployment and variables are used
	path     string // what is left of the request's path after the stage, percent-encoded
	api      *compiledAPI
	matched  *compiledMethod
	pathVars params

	query   params
	headers params
	parsed  bool // query and headers are filled in

	auth *Authorization
	key  *APIKey

	contextMap     *vtl.Map   // $context, once a template has needed it
	templateParams vtl.Params // $input.params(), likewise
	call           integrationCall
	answer         *Answer
	backend        backendFacts

	failure  *Failure
	response *Response
}

// backendFacts are what the access log wants to know of the integration.
type backendFacts struct {
	called  bool
	status  int
	latency time.Duration
	error   string
}

func newExchange(ctx context.Context, g *Gateway, request *Request, trace *Trace) *exchange {
	x := &exchange{
		ctx: ctx, g: g, request: request, trace: trace, start: g.Clock(),
		method: request.Method, extendedID: g.IDs.ExtendedRequestID(),
	}
	x.requestID = requestIDFrom(request)
	if x.requestID == "" {
		x.requestID = g.IDs.RequestID()
	}
	x.xray = continueTrace(request.Header.Get("X-Amzn-Trace-Id"), g.IDs, x.start)
	if override := request.Header.Get("X-Http-Method-Override"); override != "" {
		x.method = override // GW-013
	}
	trace.open(x)
	return x
}

// requestIDFrom lets the client choose the request id, as API Gateway does, from the characters of an HTTP
// token: never a quote or a backslash, so that it needs no escape in JSON. $context.extendedRequestId is
// the one to trust (GW-050).
func requestIDFrom(request *Request) string {
	const token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	id := request.Header.Get("X-Amzn-Requestid")
	if len(id) > 128 || strings.Trim(id, token) != "" {
		return ""
	}
	return id
}

// finish does what happens after the answer is known: the access log, and the end of the trace.
func (x *exchange) finish(response *Response) {
	x.response = response
	x.trace.close(x)
	x.writeAccessLog()
}

// contentType is the media type that selects models and templates: application/json by default (GW-060).
func (x *exchange) contentType() string {
	if value := x.request.Header.Get("Content-Type"); value != "" {
		return mediaType(value)
	}
	return "application/json"
}

// accept is the first media type of the Accept header: application/json by default.
func (x *exchange) accept() string {
	first, _, _ := strings.Cut(x.request.Header.Get("Accept"), ",")
	if first = mediaType(first); first != "" {
		return first
	}
	return "application/json"
}

// mediaType drops the parameters: only the MIME type selects a template.
func mediaType(header string) string {
	kind, _, _ := strings.Cut(header, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

func (x *exchange) parse() {
	if x.parsed {
		return
	}
	x.parsed = true
	x.query = parseQuery(x.request.RawQuery)
	x.headers = x.visibleHeaders()
}

// parameter finds a method request parameter by place (path, querystring, header) and name. Of
// several values the last counts (GW-022).
func (x *exchange) parameter(place, name string) (string, bool) {
	values := x.parameters(place, name)
	if len(values) == 0 {
		return "", false
	}
	return values[len(values)-1], true
}

func (x *exchange) parameters(place, name string) []string {
	x.parse()
	switch place {
	case "path":
		return x.pathVars.get(name)
	case "querystring":
		return x.query.get(name)
	case "header":
		return x.headers.get(name) // case-sensitive, as all names (GW-023)
	}
	return nil
}

// methodOrNone is the matched method, or an empty one.
func (x *exchange) methodOrNone() *compiledMethod {
	if x.matched != nil {
		return x.matched
	}
	return noMethod
}

var noMethod = &compiledMethod{Method: &Method{}, integration: &compiledIntegration{Integration: &Integration{}}}

func stack() string { return string(debug.Stack()) }
