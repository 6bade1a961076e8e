package dataplane

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
)

func TestAccessLog(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, format, line string
		headers            []string
		want               string
	}{
		{"request", "$context.httpMethod $context.path $context.resourcePath $context.resourceId $context.protocol", "GET /dev/x/a%20b?q=1", nil, "GET /dev/x/a%20b /x/{id} r7 HTTP/1.1"},
		{"ids", "$context.requestId $context.extendedRequestId $context.apiId $context.accountId $context.stage $context.deploymentId", "GET /dev/x/1", nil, "request-id extended-id= api1234567 000000000000 dev d1"},
		{"time", "[$context.requestTime] $context.requestTimeEpoch", "GET /dev/x/1", nil, "[22/Nov/2026:10:20:30 +0000] 1795342830456"},
		{"who", "$context.identity.sourceIp $context.identity.userAgent $context.domainName $context.domainPrefix", "GET /dev/x/1", []string{"User-Agent: test/1", "Host: api.example.com:80"}, "127.0.0.1 test/1 api.example.com api"},
		{"answer", "$context.status $context.responseLength $context.responseLatency", "GET /dev/x/1", nil, "200 13 0"},
		{"integration", "$context.integrationStatus $context.integrationLatency $context.integration.status $context.integration.requestId $context.awsEndpointRequestId $context.integration.error", "GET /dev/x/1", nil, "200 0 200 DDB-1 DDB-1 -"},
		{"what is absent is a hyphen", "$context.error.message $context.identity.user $context.authorizer.principalId $context.xrayTraceId $context.wafResponseCode $context.madeUp", "GET /dev/x/1", nil, "- - - - - -"},
		{"an error", "$context.error.message|$context.error.messageString|$context.error.responseType|$context.status|$context.integrationStatus", "GET /dev/none", nil, `Missing Authentication Token|"Missing Authentication Token"|MISSING_AUTHENTICATION_TOKEN|403|-`},
		{"text around it", "$5 $context ${context.status} 100%", "GET /dev/x/1", nil, "$5 $context ${context.status} 100%"},
		{"GW-120 a forged JSON line", `{"ua":"$context.identity.userAgent"}`, "GET /dev/x/1", []string{`User-Agent: "},{"`}, `{"ua":"\"},{\""}`},
		{"an override", "$context.responseOverride.status $context.status", "GET /dev/x/gone", nil, "404 404"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("GET", getItem)
			m.Integration.IntegrationResponses[0].ResponseTemplates = map[string]string{"application/json": `#if($input.params('id') == 'gone')#set($context.responseOverride.status = 404)#end$input.body`}
			r := newHarness(t, oneMethod("/x/{id}", m))
			r.db.script = func(context.Context, string, string) (database.Answer, error) {
				return dynamoAnswer(200, `{"Item":"abc"}`[:13]), nil
			}
			r.stage(func(s *apigateway.Stage) {
				s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "arn:logs", Format: test.format}
			})
			r.send(test.line, test.headers...)
			assert.Equal(t, []string{"arn:logs " + test.want}, r.cloud.lines)
		})
	}
}

func TestAccessLogWithEveryDocumentedVariableIsJSON(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", dynamo("GET", getItem)))
	format := map[string]string{}
	for _, name := range []string{"accountId", "apiId", "authorizer.claims.sub", "authorizer.principalId", "authorizer.x", "awsEndpointRequestId",
		"domainName", "domainPrefix", "error.message", "error.responseType", "error.validationErrorString", "extendedRequestId", "httpMethod",
		"identity.accountId", "identity.apiKey", "identity.apiKeyId", "identity.caller", "identity.sourceIp", "identity.user", "identity.userAgent", "identity.userArn",
		"integration.error", "integration.integrationStatus", "integration.latency", "integration.requestId", "integration.status", "integrationLatency", "integrationStatus",
		"path", "protocol", "requestId", "requestTime", "requestTimeEpoch", "resourceId", "resourcePath", "responseLatency", "responseLength", "stage", "status", "wafResponseCode", "webaclArn", "xrayTraceId"} {
		format[name] = "$context." + name
	}
	encoded, err := json.Marshal(format)
	require.NoError(t, err)
	r.stage(func(s *apigateway.Stage) {
		s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "g", Format: string(encoded)}
	})
	r.send("GET /dev/x")
	require.Len(t, r.cloud.lines, 1)
	assert.True(t, json.Valid([]byte(r.cloud.lines[0][2:])), r.cloud.lines[0])
}

func TestNoAccessLogForAnUnknownStage(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "x")))
	r.stage(func(s *apigateway.Stage) {
		s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "g", Format: "$context.requestId"}
	})
	r.send("GET /prod/x")
	assert.Empty(t, r.cloud.lines)
}
