package dataplane

import "strings"

// checkLimits refuses what the front door refuses before it looks at the API.
func (x *exchange) checkLimits() *Failure {
	if x.request.BodyFailed || len(x.request.Body) > maxPayload {
		return fail(RequestTooLarge).detail("the payload exceeds %d bytes, or broke off", maxPayload) // GW-030
	}
	total := 0
	for _, values := range x.request.Header {
		for _, value := range values {
			total += len(value)
		}
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
