package dataplane

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
)

func TestResponseSelection(t *testing.T) {
	t.Parallel()
	response := func(status, pattern string) apigateway.IntegrationResponse {
		return apigateway.IntegrationResponse{StatusCode: status, SelectionPattern: pattern, ResponseTemplates: map[string]string{"application/json": status + " " + pattern}}
	}
	for _, test := range []struct {
		name      string
		back      int
		responses []apigateway.IntegrationResponse
		status    int
		body      string
	}{
		{"the default", 200, []apigateway.IntegrationResponse{response("200", "")}, 200, "200 "},
		{"a pattern", 400, []apigateway.IntegrationResponse{response("200", ""), response("400", `4\d{2}`)}, 400, `400 4\d{2}`},
		{"GW-090 the whole status must match", 400, []apigateway.IntegrationResponse{response("200", ""), response("400", `4`)}, 200, "200 "},
		{"GW-090 alternatives are one pattern", 500, []apigateway.IntegrationResponse{response("200", ""), response("500", `400|500`)}, 500, "500 400|500"},
		{"GW-091 of several the lowest status", 400, []apigateway.IntegrationResponse{response("500", `4\d{2}`), response("404", `.*`)}, 404, "404 .*"},
		{"a back end's error under a lone default", 400, []apigateway.IntegrationResponse{response("200", "")}, 200, "200 "},
		{"GW-097 no match and no default", 200, []apigateway.IntegrationResponse{response("400", `4\d{2}`)}, 500, internalError},
		{"GW-097 none at all", 200, nil, 500, internalError},
		{"GW-092 no method response of that status", 200, []apigateway.IntegrationResponse{response("201", "")}, 500, internalError},
		{"a pattern that is none", 200, []apigateway.IntegrationResponse{response("200", ""), response("400", `(`)}, 500, internalError},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("GET", getItem)
			m.Responses = []apigateway.MethodResponse{{StatusCode: "200"}, {StatusCode: "400"}, {StatusCode: "404"}, {StatusCode: "500"}}
			m.Integration.IntegrationResponses = test.responses
			r := newHarness(t, oneMethod("/x", m))
			r.db.script = func(context.Context, string, string) (database.Answer, error) {
				return dynamoAnswer(test.back, `{"__type":"400","message":"500"}`), nil
			}
			got := r.send("GET /dev/x")
			assert.Equal(t, test.status, got.StatusCode)
			assert.Equal(t, test.body, got.body)
		})
	}
}

func TestResponseHeaders(t *testing.T) {
	t.Parallel()
	m := dynamo("GET", getItem)
	m.Integration.IntegrationResponses[0].ResponseParameters = map[string]string{
		"method.response.header.X-Static":          "'*'",
		"method.response.header.X-Backend":         "integration.response.header.x-multi",
		"method.response.header.X-All":             "integration.response.multivalueheader.x-multi",
		"method.response.header.X-Body":            "integration.response.body",
		"method.response.header.X-Path":            "integration.response.body.a[1].b",
		"method.response.header.X-Var":             "stageVariables.color",
		"method.response.header.X-Context":         "context.identity.sourceIp",
		"method.response.header.X-Missing":         "integration.response.header.nope",
		"method.response.header.X-No-Path":         "integration.response.body.nope",
		"method.response.header.Authorization":     "'secret'",
		"method.response.header.date":              "'today'",
		"method.response.header.Content-MD5":       "'x'",
		"method.response.header.Transfer-Encoding": "'chunked'",
	}
	r := newHarness(t, oneMethod("/x", m))
	r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"color": "red"} })
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return dynamoAnswer(200, `{"a":[0,{"b":"deep"}]}`), nil
	}
	got := r.send("GET /dev/x")
	require.Equal(t, 200, got.StatusCode, r.log.String())
	for name, want := range map[string]string{
		"X-Static": "*", "X-Backend": "b", "X-All": "a,b", "X-Body": `{"a":[0,{"b":"deep"}]}`, "X-Path": "deep",
		"X-Var": "red", "X-Context": "127.0.0.1",
		"X-Amzn-Remapped-Authorization": "secret", "X-Amzn-Remapped-Date": "today", "X-Amzn-Remapped-Content-Md5": "x",
		"Content-Type": "application/json", "X-Amzn-Requestid": "request-id", "X-Amz-Apigw-Id": "extended-id=",
		"X-Amzn-Trace-Id": "Root=1-67890abc-0123456789abcdef01234567",
	} {
		assert.Equal(t, []string{want}, got.Header.Values(name), name)
	}
	for _, name := range []string{"X-Missing", "X-No-Path", "Authorization", "Content-Md5", "X-Amz-Crc32", "X-Multi"} {
		assert.Empty(t, got.Header.Values(name), name)
	}
	assert.NotEqual(t, "today", got.Header.Get("Date"))
	assert.Empty(t, got.TransferEncoding, "GW-094")
}

func TestRemappedHeaders(t *testing.T) {
	t.Parallel()
	for name := range remappedResponseHeaders {
		t.Run("GW-094 "+name, func(t *testing.T) {
			t.Parallel()
			m := mock("GET", `#set($context.responseOverride.header.`+name+` = "v")x`)
			got := newHarness(t, oneMethod("/x", m)).send("GET /dev/x")
			assert.Equal(t, 200, got.StatusCode)
			assert.Equal(t, "v", got.Header.Get("x-amzn-Remapped-"+name))
			assert.NotEqual(t, "v", got.Header.Get(name))
			assert.Equal(t, "x", got.body)
		})
	}
}

func TestContentType(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Content-Type", "content-type"} {
		m := mock("GET", `<x/>`)
		m.Integration.IntegrationResponses[0].ResponseParameters = map[string]string{"method.response.header." + name: "'text/xml'"}
		got := newHarness(t, oneMethod("/x", m)).send("GET /dev/x")
		assert.Equal(t, []string{"text/xml"}, got.Header.Values("Content-Type"), "GW-093 a mapping replaces it")
	}
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, request, response string
		status                  int
		header, value           string
	}{
		{"status", "", `#set($context.responseOverride.status = 404)`, 404, "", ""},
		{"a status that has no method response", "", `#set($context.responseOverride.status = 418)`, 418, "", ""},
		{"a header", "", `#set($context.responseOverride.header.X-A = "v")`, 200, "X-A", "v"},
		{"a header that a mapping set", "", `#set($context.responseOverride.header.X-Mapped = "v")`, 200, "X-Mapped", "v"},
		{"a number as a header", "", `#set($context.responseOverride.header.X-A = 5)`, 200, "X-A", "5"},
		{"GW-054 not a number", "", `#set($context.responseOverride.status = "404")`, 200, "", ""},
		{"GW-054 too low", "", `#set($context.responseOverride.status = 99)`, 200, "", ""},
		{"GW-054 too high", "", `#set($context.responseOverride.status = 600)`, 200, "", ""},
		{"GW-052 set by the request's template", `#set($context.responseOverride.status = 444)`, "", 444, "", ""},
		{"GW-052 a header set by the request's template", `#set($context.responseOverride.header.X-A = "r")`, "x", 200, "X-A", "r"},
		{"GW-052 what the request's template left behind", `#set($context.requestOverride.path.note = "kept")`, `#set($context.responseOverride.header.X-A = $context.requestOverride.path.note)`, 200, "X-A", "kept"},
		{"an informational status ends nothing", "", `#set($context.responseOverride.status = 100)`, 500, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := mock("GET", test.response)
			m.Integration.RequestTemplates["application/json"] = test.request + `{"statusCode": 200}`
			if test.response == "" {
				m.Integration.IntegrationResponses[0].ResponseTemplates = nil
			}
			m.Integration.IntegrationResponses[0].ResponseParameters = map[string]string{"method.response.header.X-Mapped": "'m'"}
			r := newHarness(t, oneMethod("/x", m))
			got := r.send("GET /dev/x")
			assert.Equal(t, test.status, got.StatusCode, r.log.String())
			if test.header != "" {
				assert.Equal(t, []string{test.value}, got.Header.Values(test.header))
			}
		})
	}
}

func TestAnOverrideIsAppliedOnce(t *testing.T) {
	t.Parallel()
	status := func(code string) string { return "#set($context.responseOverride.status = " + code + ")" }
	header := `#set($context.responseOverride.header.X-A = "v")`
	for _, test := range []struct {
		name, template string
		status         int
	}{
		{"once", status("404"), 404},
		{"two different ones", status("404") + header + `#set($context.responseOverride.header["X-B"] = "v")`, 404},
		{"in branches that exclude each other", "#if(true)" + status("404") + "#elseif(true)" + status("409") + "#else" + status("410") + "#end", 404},
		{"one after the other", status("404") + status("404"), 500},
		{"a default, and a condition that holds", status("404") + "#if(true)" + status("409") + "#end", 500},
		{"a default, and a condition that does not hold", status("404") + "#if(false)" + status("409") + "#end", 404},
		{"two conditions, of which one holds", "#if(false)" + status("404") + "#end#if(true)" + status("409") + "#end", 409},
		{"two conditions that hold", "#if(true)" + status("404") + "#end#if(true)" + status("409") + "#end", 500},
		{"in a loop that runs once", "#foreach($i in [1])" + status("404") + "#end", 404},
		{"in a loop that runs twice", "#foreach($i in [1,2])" + status("404") + "#end", 500},
		{"a loop over names", `#foreach($n in ["X-A","X-B"])#set($context.responseOverride.header[$n] = "v")#end` + status("404"), 404},
		{"the same header in two notations", header + `#set($context.responseOverride.header['X-A'] = "w")`, 500},
	} {
		t.Run("GW-053 "+test.name, func(t *testing.T) {
			t.Parallel()
			m := mock("GET", "text\n  "+test.template+"\nmore")
			r := newHarness(t, oneMethod("/x", m))
			got := r.send("GET /dev/x")
			assert.Equal(t, test.status, got.StatusCode, r.log.String())
			if test.status == 500 {
				assert.Contains(t, r.log.String(), "is set more than once, and an override may be applied only once")
			}
		})
	}
}

func TestStatusesWithoutABody(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"204", "304"} {
		m := mock("GET", "text")
		m.Responses = []apigateway.MethodResponse{{StatusCode: status}}
		m.Integration.IntegrationResponses[0].StatusCode = status
		got := newHarness(t, oneMethod("/x", m)).send("GET /dev/x")
		assert.Equal(t, status, got.Status[:3])
		assert.Empty(t, got.body)
	}
}

func TestTemplateErrors(t *testing.T) {
	t.Parallel()
	broken := "## source: movie/get.request.vtl\n{\n#if($x)"
	throws := "## source: movie/get.response.vtl\nfirst\n  $input.path('$.a').substring(9)"
	for _, test := range []struct {
		name, request, response, body string
		status                        int
		message, log                  string
	}{
		{"a request template that does not parse", broken, "", "", 500, "Internal server error", "templates/movie/get.request.vtl:"},
		{"a response template that fails", `{"statusCode":200}`, throws, "", 500, "Internal server error", "templates/movie/get.response.vtl:2:"},
		{"GW-064 a body that is not JSON", `$input.path('$.a')`, "", `{"a"`, 400, "", ""},
		{"a template without a source", `#if(`, "", "", 500, "Internal server error", "POST /x request application/json:1:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := mock("POST", test.response)
			m.Integration.RequestTemplates["application/json"] = test.request
			if strings.Contains(test.response, "$input") {
				// MOCK answers with no body: let DynamoDB answer with one.
				db := dynamo("POST", getItem)
				db.Integration.IntegrationResponses = m.Integration.IntegrationResponses
				m.Integration = db.Integration
			}
			r := newHarness(t, oneMethod("/x", m))
			r.db.script = func(context.Context, string, string) (database.Answer, error) {
				return dynamoAnswer(200, `{"a":"short"}`), nil
			}
			got := r.send("POST /dev/x", "|"+test.body)
			assert.Equal(t, test.status, got.StatusCode, r.log.String())
			assert.Contains(t, r.log.String(), test.log)
			if test.status == 400 {
				assert.True(t, strings.HasPrefix(got.message(), "Could not process payload"), "GW-063: %s", got.body)
				assert.Equal(t, "BadRequestException", got.Header.Get("x-amzn-ErrorType"))
			} else {
				assert.Equal(t, test.message, got.message())
				assert.NotContains(t, got.body, "vtl")
			}
		})
	}
}

// TestARequestTemplateThatFailsCallsNothing: neither one that cannot be rendered, nor one whose body is not JSON.
func TestARequestTemplateThatFailsCallsNothing(t *testing.T) {
	t.Parallel()
	for template, status := range map[string]int{`#if(`: 500, `#set($x = "abc"){"TableName":"$x.substring(9)"}`: 500, `{"TableName":"$input.path('$.a')"}`: 400} {
		r := newHarness(t, oneMethod("/x", dynamo("POST", template)))
		assert.Equal(t, status, r.send("POST /dev/x", `|{"a"`).StatusCode, template)
		assert.Empty(t, r.db.calls, template)
	}
}

func TestMock(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, template string
		status         int
	}{
		{"an integer", `{"statusCode": 200}`, 200},
		{"GW-075 unquoted keys", `{statusCode:200}`, 200},
		{"GW-075 single quotes", `{'statusCode':200,}`, 200},
		{"GW-075 any integer selects", `{"statusCode": 0}`, 200},
		{"GW-075 even a negative one", `{"statusCode": -1000}`, 200},
		{"a pattern of another status", `{"statusCode": 404}`, 404},
		{"GW-075 a string", `{"statusCode": "200"}`, 500},
		{"GW-075 a fraction", `{"statusCode": 200.5}`, 500},
		{"GW-075 none", `{}`, 500},
		{"GW-075 no object", `200`, 500},
		{"GW-075 malformed", `{"statusCode": 200`, 500},
		{"GW-075 empty", ` `, 500},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := mock("GET", "body $input.body")
			m.Integration.RequestTemplates["application/json"] = test.template
			m.Responses = append(m.Responses, apigateway.MethodResponse{StatusCode: "404"})
			m.Integration.IntegrationResponses = append(m.Integration.IntegrationResponses, apigateway.IntegrationResponse{StatusCode: "404", SelectionPattern: "404"})
			got := newHarness(t, oneMethod("/x", m)).send("GET /dev/x")
			assert.Equal(t, test.status, got.StatusCode)
			switch test.status {
			case 200:
				assert.Equal(t, "body {}", got.body)
				assert.Empty(t, got.Header.Get("X-Amzn-Trace-Id"), "GW-096")
			case 404:
				assert.Empty(t, got.body)
			}
		})
	}
}

func TestCORSPreflight(t *testing.T) {
	t.Parallel()
	m := mock("OPTIONS", "")
	m.Integration.IntegrationResponses[0].ResponseTemplates = nil
	m.Integration.IntegrationResponses[0].ResponseParameters = map[string]string{
		"method.response.header.Access-Control-Allow-Origin":  "'*'",
		"method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
	}
	got := newHarness(t, oneMethod("/x", m)).send("OPTIONS /dev/x", "Origin: https://example.com")
	assert.Equal(t, 200, got.StatusCode)
	assert.Equal(t, "*", got.Header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "GET,OPTIONS", got.Header.Get("Access-Control-Allow-Methods"))
	assert.Empty(t, got.body)
}

func TestBackEndPayloadLimit(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", dynamo("GET", getItem)))
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return dynamoAnswer(200, strings.Repeat("x", maxPayload+1)), nil
	}
	assert.Equal(t, 500, r.send("GET /dev/x").StatusCode, "GW-033")
}
