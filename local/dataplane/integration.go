package dataplane

import (
	"context"
	"errors"
	"time"
)

// Integration timeouts: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html. More
// than 29 s can be had on request and is taken as configured (GW-076).
const (
	minimumTimeout = 50 * time.Millisecond
	defaultTimeout = 29 * time.Second
)

func integrationTimeout(milliseconds int) time.Duration {
	if milliseconds == 0 {
		return defaultTimeout
	}
	return max(minimumTimeout, time.Duration(milliseconds)*time.Millisecond)
}

// integrate calls the back end.
func (x *exchange) integrate() *Failure {
	integration := x.matched.integration
	start := x.g.Clock()
	x.backend.called = true
	var failure *Failure
	switch integration.Type {
	case "MOCK":
		x.answer, failure = x.callMock()
	case "AWS":
		ctx, cancel := context.WithTimeout(x.ctx, integration.timeout)
		x.answer, failure = x.callAWS(ctx)
		cancel()
	default:
		failure = misconfigured("integrations of type %q do not run locally: AWS (DynamoDB) and MOCK do", integration.Type)
	}
	x.backend.latency = x.g.Clock().Sub(start)
	if failure != nil {
		x.backend.error = failure.Detail
		return failure
	}
	x.backend.status = x.answer.StatusCode
	if x.trace != nil {
		x.trace.out("status", x.answer.StatusCode)
		x.trace.out("headers", x.answer.Header)
		x.trace.out("body", string(x.answer.Body))
	}
	if len(x.answer.Body) > maxPayload { // GW-033
		return misconfigured("the integration's response is %d bytes long, the limit is %d", len(x.answer.Body), maxPayload)
	}
	return nil
}

// networkFailure tells a back end that was too slow from one that cannot be reached.
func (x *exchange) networkFailure(ctx context.Context, err error) *Failure {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return fail(IntegrationTimeout).detail("no answer within %s", x.matched.integration.timeout)
	}
	return fail(IntegrationFailure).detail("%v", err)
}
