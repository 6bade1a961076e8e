package dataplane

import (
	"strings"

	"lambdaless/local/dataplane/trace"
)

// checkLimits refuses what API Gateway refuses before it looks up the API.
func checkLimits(request *Request, t *trace.Trace) *Failure {
	switch {
	case request.BodyError == BodyTooLong || len(request.Body) > maxPayload:
		return fail(RequestTooLarge).detail("the payload exceeds %d bytes", maxPayload) // GW-030
	case request.BodyError != "":
		return fail(Default4XX).detail("%s", request.BodyError) // GW-035
	}
	total := 0
	for _, field := range request.Header {
		total += len(field.Value)
	}
	if total > maxHeaderBytes {
		return fail(RequestTooLarge).detail("the header values are %d bytes long, the limit is %d", total, maxHeaderBytes) // GW-031
	}
	if strings.ContainsRune(request.RawQuery, '|') {
		return fail(Default4XX).detail("a plain | in a query string must be percent-encoded") // GW-032
	}
	t.Verdict("within the limits")
	return nil
}
