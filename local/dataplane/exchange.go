package dataplane

import (
	"context"
	"runtime/debug"
	"strings"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/backend"
	"lambdaless/local/dataplane/encoding"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
)

// exchange is one request and what the steps have found out so far.
type exchange struct {
	ctx     context.Context
	g       *Gateway
	request *Request
	trace   *trace.Trace
	xray    xrayHeader

	target                   // the stage and its API
	matched *method          // the resource's method
	mapping *mapping.Request // what templates and mappings see

	keeping  *keeping // nil for a method that is not cached
	call     backend.Call
	answer   *database.Answer
	response *Response
}

func newExchange(ctx context.Context, g *Gateway, request *Request, t *trace.Trace) *exchange {
	x := &exchange{ctx: ctx, g: g, request: request, trace: t}
	start := g.Clock()
	x.xray = continueTrace(request.Header.Get("X-Amzn-Trace-Id"), g.IDs, start)
	verb := request.Method
	if override := request.Header.Get("X-Http-Method-Override"); override != "" {
		verb = override // GW-013
	}
	id := requestIDFrom(request)
	if id == "" {
		id = g.IDs.RequestID()
	}
	x.mapping = &mapping.Request{Caller: ctx, Body: request.Body, Context: mapping.Context{
		RequestID: id, ExtendedRequestID: g.IDs.ExtendedRequestID(), Start: start, HTTPMethod: verb, Protocol: request.Protocol,
		Path: request.Path, DomainName: withoutPort(request.Host), SourceIP: request.SourceIP, UserAgent: request.Header.Get("User-Agent"),
	}}
	if x.openTrace(); t != nil {
		x.mapping.Record = func(r trace.Rendering) { t.Renderings = append(t.Renderings, r) }
	}
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

func withoutPort(host string) string {
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		return host[:i]
	}
	return host
}

// context is $context.
func (x *exchange) context() *mapping.Context { return &x.mapping.Context }

func (x *exchange) openTrace() {
	if x.trace == nil {
		return
	}
	line := x.request.Method + " " + x.request.Path
	if x.request.RawQuery != "" {
		line += "?" + x.request.RawQuery
	}
	*x.trace = trace.Trace{
		RequestID: x.context().RequestID, TraceID: x.xray.root, Start: x.context().Start,
		Request: trace.Message{Line: line, Headers: trace.MaskHeaders(x.request.Header), Body: encoding.Text(x.request.Body)},
	}
}

// finish does what happens after the answer is known: the access log, and the end of the trace.
func (x *exchange) finish(response *Response) {
	took := x.g.Clock().Sub(x.context().Start)
	if x.trace != nil {
		x.trace.Response = trace.Message{
			Line: trace.StatusLine(response.StatusCode), Headers: response.Header, Body: encoding.Text(response.Body),
		}
		x.trace.Duration = took
	}
	x.context().Response = &mapping.Response{StatusCode: response.StatusCode, Length: len(response.Body), Latency: took}
	x.g.writeAccessLog(x.stage.AccessLogSettings, x.mapping)
}

func stack() string { return string(debug.Stack()) }
