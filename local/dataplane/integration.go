package dataplane

import (
	"time"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/backend"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
)

// Integration timeouts: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html. AWS allows more
// than 29 s on request; what is configured is used (GW-076).
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
func (x *exchange) integrate(call *backend.Call) (answer *database.Answer, failed *failure.Failure) {
	integration := x.matched.integration
	start := x.g.Clock()
	facts := &mapping.Integration{}
	x.context().Integration = facts
	switch integration.Type {
	case "MOCK":
		answer, failed = backend.Mock(call, x.trace)
	case "AWS":
		call.Start, call.Timeout = x.context().Start, integration.timeout
		answer, failed = x.g.dynamodb.Call(x.ctx, call, x.trace)
	default:
		failed = failure.Misconfigured("integrations of type %q do not run locally: AWS (DynamoDB) and MOCK do", integration.Type)
	}
	facts.Latency = x.g.Clock().Sub(start)
	if failed != nil {
		facts.Error = failed.Detail
		return nil, failed
	}
	facts.Status, facts.RequestID = answer.StatusCode, answer.Header.Get("X-Amzn-Requestid")
	x.trace.Out("status", answer.StatusCode)
	x.trace.Out("headers", answer.Header)
	x.trace.Out("body", answer.Body)
	if len(answer.Body) > maxPayload { // GW-033
		return nil, failure.Misconfigured("the integration's response is %d bytes long, the limit is %d", len(answer.Body), maxPayload)
	}
	return answer, nil
}
