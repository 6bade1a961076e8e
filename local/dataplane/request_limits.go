package dataplane

import (
	"strings"

	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// checkLimits refuses what API Gateway refuses before it looks up the API.
func checkLimits(request *Request, t *trace.Trace) *failure.Failure {
	switch {
	case request.BodyError == bodyTooLong || len(request.Body) > maxPayload:
		return failure.Of(failure.RequestTooLarge).Because("the payload exceeds %d bytes", maxPayload) // GW-030
	case request.BodyError != "":
		return failure.Of(failure.Default4XX).Because("%s", request.BodyError) // GW-035
	}
	total := 0
	for _, field := range request.Header {
		total += len(field.Value)
	}
	if total > maxHeaderBytes {
		return failure.Of(failure.RequestTooLarge).Because("the header values are %d bytes long, the limit is %d", total, maxHeaderBytes) // GW-031
	}
	if strings.ContainsRune(request.RawQuery, '|') {
		return failure.Of(failure.Default4XX).Because("a plain | in a query string must be percent-encoded") // GW-032
	}
	t.Verdict("within the limits")
	return nil
}
