package dataplane

import "strings"

// checkLimits refuses what API Gateway refuses before it looks up the API.
func (x *exchange) checkLimits() *Failure {
	switch {
	case x.request.BodyError == BodyTooLong || len(x.request.Body) > maxPayload:
		return fail(RequestTooLarge).detail("the payload exceeds %d bytes", maxPayload) // GW-030
	case x.request.BodyError != "":
		return fail(Default4XX).detail("%s", x.request.BodyError) // GW-035
	}
	total := 0
	for _, field := range x.request.Header {
		total += len(field.Value)
	}
	if total > maxHeaderBytes {
		return fail(RequestTooLarge).detail("the header values are %d bytes long, the limit is %d", total, maxHeaderBytes) // GW-031
	}
	if strings.ContainsRune(x.request.RawQuery, '|') {
		return fail(Default4XX).detail("a plain | in a query string must be percent-encoded") // GW-032
	}
	x.trace.verdict("within the limits")
	return nil
}
