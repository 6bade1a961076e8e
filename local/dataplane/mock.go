package dataplane

import (
	"net/http"
	"strconv"
)

// callMock answers with the status that the request template wrote as {"statusCode": 200}: an
// integer, of any size, in leniently read JSON (GW-075). The answer has no body and no headers.
func (x *exchange) callMock() (*Answer, *Failure) {
	status, ok := mockStatus(string(x.call.body))
	if !ok {
		return nil, misconfigured("unable to parse statusCode: the request template of a MOCK integration must render {\"statusCode\": <integer>}, it rendered %q", x.call.body)
	}
	if x.trace != nil {
		x.trace.verdict("MOCK answers with the template's statusCode, " + strconv.Itoa(status))
	}
	return &Answer{StatusCode: status, Header: http.Header{}}, nil
}
