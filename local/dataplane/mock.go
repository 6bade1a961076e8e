package dataplane

import (
	"net/http"

	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
)

// callMock answers with the status that the request template wrote as {"statusCode": 200}: an
// integer, of any size, in leniently read JSON (GW-075). The answer has no body and no headers.
func callMock(call *integrationCall, t *trace.Trace) (*Answer, *Failure) {
	status, ok := mapping.StatusCode(string(call.body))
	if !ok {
		return nil, misconfigured("unable to parse statusCode: the request template of a MOCK integration must render {\"statusCode\": <integer>}, it rendered %q", call.body)
	}
	t.Verdict("MOCK answers with the template's statusCode, %d", status)
	return &Answer{StatusCode: status, Header: http.Header{}}, nil
}
