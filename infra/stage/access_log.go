package stage

import "strings"

// accessLogFields are what the access log says of each request: who, what, when, how it ended and
// where the time went. No bodies, no query strings, and the path as it was declared, so that the log
// does not repeat what clients store.
var accessLogFields = [][2]string{
	{"requestId", "$context.requestId"},
	{"extendedRequestId", "$context.extendedRequestId"},
	{"xrayTraceId", "$context.xrayTraceId"},
	{"requestTime", "$context.requestTime"},
	{"ip", "$context.identity.sourceIp"},
	{"userAgent", "$context.identity.userAgent"},
	{"principal", "$context.authorizer.principalId"},
	{"apiKeyId", "$context.identity.apiKeyId"},
	{"httpMethod", "$context.httpMethod"},
	{"resourcePath", "$context.resourcePath"},
	{"protocol", "$context.protocol"},
	{"tlsVersion", "$context.tlsVersion"},
	{"cipherSuite", "$context.cipherSuite"},
	{"status", "$context.status"},
	{"responseLength", "$context.responseLength"},
	{"responseLatency", "$context.responseLatency"},
	{"integrationStatus", "$context.integration.status"},
	{"integrationLatency", "$context.integration.latency"},
	{"integrationError", "$context.integration.error"},
	{"error", "$context.error.message"},
	{"errorType", "$context.error.responseType"},
}

// accessLogFormat is one JSON object on one line, as AWS asks
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
func accessLogFormat() string {
	fields := make([]string, len(accessLogFields))
	for i, field := range accessLogFields {
		fields[i] = `"` + field[0] + `":"` + field[1] + `"`
	}
	return "{" + strings.Join(fields, ",") + "}"
}
