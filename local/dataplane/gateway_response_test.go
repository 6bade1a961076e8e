package dataplane

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
)

func TestGatewayResponseTypes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind   failure.Type
		status int
		body   string
		error  string
	}{
		{failure.AccessDenied, 403, `{"Message":"User is not authorized to access this resource"}`, "AccessDeniedException"},
		{failure.APIConfigurationError, 500, `{"message": "Internal server error"}`, "InternalServerErrorException"},
		{failure.AuthorizerConfigurationError, 500, `{"message":null}`, "AuthorizerConfigurationException"},
		{failure.AuthorizerFailure, 500, `{"message":null}`, "AuthorizerFailureException"},
		{failure.BadRequestParameters, 400, `{"message": "Missing required request parameters"}`, "BadRequestException"},
		{failure.BadRequestBody, 400, `{"message": "Invalid request body"}`, "BadRequestException"},
		{failure.ExpiredToken, 403, `{"message":"The security token included in the request is expired"}`, "ExpiredTokenException"},
		{failure.IntegrationFailure, 504, `{"message": "Network error communicating with endpoint"}`, "InternalServerErrorException"},
		{failure.IntegrationTimeout, 504, `{"message": "Endpoint request timed out"}`, "InternalServerErrorException"},
		{failure.InvalidAPIKey, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{failure.InvalidSignature, 403, `{"message":"The request signature we calculated does not match the signature you provided."}`, "InvalidSignatureException"},
		{failure.MissingAuthenticationToken, 403, `{"message":"Missing Authentication Token"}`, "MissingAuthenticationTokenException"},
		{failure.QuotaExceeded, 429, `{"message":"Limit Exceeded"}`, "LimitExceededException"},
		{failure.RequestTooLarge, 413, `{"message":"Request Too Long"}`, "RequestTooLargeException"},
		{failure.ResourceNotFound, 404, `{"message":"Not Found"}`, "NotFoundException"},
		{failure.Throttled, 429, `{"message":"Too Many Requests"}`, "TooManyRequestsException"},
		{failure.Unauthorized, 401, `{"message":"Unauthorized"}`, "UnauthorizedException"},
		{failure.UnsupportedMediaType, 415, `{"message": "Unsupported Media Type"}`, "BadRequestException"},
		{failure.WAFFiltered, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
	} {
		t.Run("GW-100 "+string(test.kind), func(t *testing.T) {
			t.Parallel()
			r := newHarness(t, authorized(test.kind))
			got := r.send("GET /dev/x")
			assert.Equal(t, test.status, got.StatusCode)
			assert.Equal(t, test.body, got.body)
			assert.Equal(t, test.error, got.Header.Get("x-amzn-ErrorType"))
			assert.Equal(t, "application/json", got.Header.Get("Content-Type"))
			assert.Equal(t, "request-id", got.Header.Get("x-amzn-RequestId"))
			assert.Equal(t, "extended-id=", got.Header.Get("x-amz-apigw-id"))
			assert.Empty(t, got.Header.Get("X-Amzn-Trace-Id"), "GW-096")
			assert.Equal(t, fmt.Sprint(len(got.body)), got.Header.Get("Content-Length"))
		})
		t.Run("GW-101 the fallback customises "+string(test.kind), func(t *testing.T) {
			t.Parallel()
			api := authorized(test.kind)
			for _, kind := range []string{"DEFAULT_4XX", "DEFAULT_5XX"} {
				api.GatewayResponses = append(api.GatewayResponses, apigateway.GatewayResponse{
					ResponseType: kind, StatusCode: "4" + kind[8:9] + "2",
					ResponseTemplates:  map[string]string{"application/json": `{"t":"$context.error.responseType"}`},
					ResponseParameters: map[string]string{"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
				})
			}
			got := newHarness(t, api).send("GET /dev/x")
			if test.kind == failure.RequestTooLarge {
				assert.Equal(t, test.body, got.body, "GW-103")
				return
			}
			status := 442
			if test.status >= 500 {
				status = 452
			}
			assert.Equal(t, status, got.StatusCode)
			assert.Equal(t, `{"t":"`+string(test.kind)+`"}`, got.body)
			assert.Equal(t, "*", got.Header.Get("Access-Control-Allow-Origin"))
			assert.Equal(t, test.error, got.Header.Get("x-amzn-ErrorType"))
		})
	}
}

// authorized is an API whose authorizer refuses with that type: authorizers may answer with any.
func authorized(kind failure.Type) *apigateway.API {
	m := mock("GET", "x")
	m.Authorization = string(kind)
	return oneMethod("/x", m)
}

func TestCustomGatewayResponses(t *testing.T) {
	t.Parallel()
	missing := func(g apigateway.GatewayResponse) *apigateway.API {
		g.ResponseType = "MISSING_AUTHENTICATION_TOKEN"
		api := oneMethod("/x", mock("GET", "x"))
		api.GatewayResponses = []apigateway.GatewayResponse{g}
		return api
	}
	template := func(contentType, text string) apigateway.GatewayResponse {
		return apigateway.GatewayResponse{ResponseTemplates: map[string]string{contentType: text}}
	}
	for _, test := range []struct {
		name     string
		response apigateway.GatewayResponse
		headers  []string
		status   int
		body     string
		header   string // "Name: value"
	}{
		{"status alone", apigateway.GatewayResponse{StatusCode: "404"}, nil, 404, `{"message":"Missing Authentication Token"}`, "Content-Type: application/json"},
		{"template alone", template("application/json", `{"m":$context.error.messageString}`), nil, 403, `{"m":"Missing Authentication Token"}`, ""},
		{"GW-102 variables", template("application/json", `$context.error.message/$context.requestId/$stageVariables.color/$method.request.header.X-A/$method.request.querystring.q.`), []string{"X-A: a"}, 403, `Missing Authentication Token/request-id/red/a/1.`, ""},
		{"GW-102 what is absent is empty", template("application/json", `[$context.authorizer.principalId$stageVariables.none]`), nil, 403, `[]`, ""},
		{"GW-102 it is not Velocity", template("application/json", `#if(true)$input.body ${context.requestId} $util.x $ $context#end`), nil, 403, `#if(true)$input.body ${context.requestId} $util.x $ $context#end`, ""},
		{"GW-102 a client cannot break out of JSON", template("application/json", `{"h":"$method.request.header.X-A"}`), []string{`X-A: "},{"`}, 403, `{"h":"\"},{\""}`, ""},
		{"GW-102 other types are not escaped", template("text/html", `<p>$method.request.header.X-A`), []string{`X-A: "`}, 403, `<p>"`, "Content-Type: text/html"},
		{"by Accept", apigateway.GatewayResponse{ResponseTemplates: map[string]string{"application/json": "j", "text/html": "h"}}, []string{"Accept: text/html"}, 403, "h", "Content-Type: text/html"},
		{"json without a match", apigateway.GatewayResponse{ResponseTemplates: map[string]string{"application/json": "j", "application/csv": "c"}}, []string{"Accept: text/html"}, 403, "j", "Content-Type: application/json"},
		{"a static header", apigateway.GatewayResponse{ResponseParameters: map[string]string{"gatewayresponse.header.X-H": "'v'"}}, nil, 403, `{"message":"Missing Authentication Token"}`, "X-H: v"},
		{"a mapped header", apigateway.GatewayResponse{ResponseParameters: map[string]string{"gatewayresponse.header.X-H": "method.request.querystring.q"}}, nil, 403, `{"message":"Missing Authentication Token"}`, "X-H: 1"},
		{"a header from the context", apigateway.GatewayResponse{ResponseParameters: map[string]string{"gatewayresponse.header.X-H": "context.extendedRequestId"}}, nil, 403, `{"message":"Missing Authentication Token"}`, "X-H: extended-id="},
		{"an empty template is not a body of ours", template("application/json", ``), nil, 403, ``, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newHarness(t, missing(test.response))
			r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"color": "red"} })
			got := r.send("GET /dev/none?q=1", test.headers...)
			assert.Equal(t, test.status, got.StatusCode)
			assert.Equal(t, test.body, got.body)
			if test.header != "" {
				name, value, _ := cut(test.header)
				assert.Equal(t, value, got.Header.Get(name))
			}
			assert.Equal(t, "MissingAuthenticationTokenException", got.Header.Get("x-amzn-ErrorType"))
		})
	}
	t.Run("an own type wins over the fallback", func(t *testing.T) {
		t.Parallel()
		api := missing(apigateway.GatewayResponse{StatusCode: "404"})
		api.GatewayResponses = append(api.GatewayResponses, apigateway.GatewayResponse{ResponseType: "DEFAULT_4XX", StatusCode: "418"})
		assert.Equal(t, 404, newHarness(t, api).send("GET /dev/none").StatusCode)
	})
}

func TestDefaultBodiesOfTheExecutionPhaseHaveASpace(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `{"message":"Forbidden"}`, defaultBody(failure.Of(failure.InvalidAPIKey)), "GW-104")
	assert.Equal(t, `{"message": "Invalid request body"}`, defaultBody(failure.Of(failure.BadRequestBody)), "GW-104")
}

func TestDefaultBodiesAreJSON(t *testing.T) {
	t.Parallel()
	for _, kind := range failure.Types() {
		f := failure.Of(kind)
		assert.True(t, json.Valid([]byte(defaultBody(f))), kind)
		f.Message = "a \"quoted\"\n<message> \\ \x01"
		var body struct{ Message string }
		require.NoError(t, json.Unmarshal([]byte(defaultBody(f)), &body))
		assert.Equal(t, f.Message, body.Message)
	}
}
