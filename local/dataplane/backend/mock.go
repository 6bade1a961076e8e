package backend

import (
	"net/http"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
)

// Mock answers with the status that the request template wrote as {"statusCode": 200}: an
// integer, of any size, in leniently read JSON (GW-075). The answer has no body and no headers.
func Mock(call *Call, t *trace.Trace) (*database.Answer, *failure.Failure) {
	status, ok := mapping.StatusCode(string(call.Body))
	if !ok {
		return nil, failure.Misconfigured("unable to parse statusCode: the request template of a MOCK integration must render {\"statusCode\": <integer>}, it rendered %q", call.Body)
	}
	t.Verdict("MOCK answers with the template's statusCode, %d", status)
	return &database.Answer{StatusCode: status, Header: http.Header{}}, nil
}
