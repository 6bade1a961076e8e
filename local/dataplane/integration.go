package dataplane

import (
	"context"
	"errors"
	"time"

	"lambdaless/local/dataplane/mapping"
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
func (x *exchange) integrate(call *integrationCall) (answer *Answer, failure *Failure) {
	integration := x.matched.integration
	start := x.g.Clock()
	facts := &mapping.Integration{}
	x.context().Integration = facts
	switch integration.Type {
	case "MOCK":
		answer, failure = callMock(call, x.trace)
	case "AWS":
		ctx, cancel := context.WithTimeout(x.ctx, integration.timeout)
		answer, failure = x.callAWS(ctx, call)
		cancel()
	default:
		failure = misconfigured("integrations of type %q do not run locally: AWS (DynamoDB) and MOCK do", integration.Type)
	}
	facts.Latency = x.g.Clock().Sub(start)
	if failure != nil {
		facts.Error = failure.Detail
		return nil, failure
	}
	facts.Status, facts.RequestID = answer.StatusCode, answer.Header.Get("X-Amzn-Requestid")
	x.trace.Out("status", answer.StatusCode)
	x.trace.Out("headers", answer.Header)
	x.trace.Out("body", answer.Body)
	if len(answer.Body) > maxPayload { // GW-033
		return nil, misconfigured("the integration's response is %d bytes long, the limit is %d", len(answer.Body), maxPayload)
	}
	return answer, nil
}

// networkFailure tells a back end that was too slow from one that cannot be reached.
func (x *exchange) networkFailure(ctx context.Context, err error) *Failure {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return fail(IntegrationTimeout).detail("no answer within %s", x.matched.integration.timeout)
	}
	return fail(IntegrationFailure).detail("%v", err)
}
