package dataplane

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/trace"
)

func TestRequestParameterMapping(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, from string
		line       string
		more       []string
		want       string // "" when nothing is sent
	}{
		{"path", "method.request.path.id", "POST /dev/x/a%40b", nil, "a%40b"},
		{"query string", "method.request.querystring.q", "POST /dev/x/1?q=a+b", nil, "a b"},
		{"header", "method.request.header.X-H", "POST /dev/x/1", []string{"X-H: v"}, "v"},
		{"GW-023 header names are case-sensitive", "method.request.header.X-H", "POST /dev/x/1", []string{"x-h: v"}, ""},
		{"GW-022 the last value", "method.request.querystring.q", "POST /dev/x/1?q=1&q=2", nil, "2"},
		{"GW-074 all values of a query string", "method.request.multivaluequerystring.q", "POST /dev/x/1?q=1&q=2", nil, "1,2"},
		{"GW-074 all values of a header", "method.request.multivalueheader.X-H", "POST /dev/x/1", []string{"X-H: 1", "X-H: 2"}, "1,2"},
		{"GW-074 one value", "method.request.multivalueheader.X-H", "POST /dev/x/1", []string{"X-H: 1"}, "1"},
		{"GW-070 missing", "method.request.querystring.q", "POST /dev/x/1", nil, ""},
		{"GW-070 query names are case-sensitive", "method.request.querystring.q", "POST /dev/x/1?Q=1", nil, ""},
		{"GW-020 a dropped header", "method.request.header.Max-Forwards", "POST /dev/x/1", []string{"Max-Forwards: 1"}, ""},
		{"static", "'it is'", "POST /dev/x/1", nil, "it is"},
		{"stage variable", "stageVariables.color", "POST /dev/x/1", nil, "red"},
		{"context", "context.httpMethod", "POST /dev/x/1", nil, "POST"},
		{"nested context", "context.identity.sourceIp", "POST /dev/x/1", nil, "127.0.0.1"},
		{"the body", "method.request.body", "POST /dev/x/1", []string{"|<text>"}, "<text>"},
		{"GW-072 an empty body", "method.request.body", "POST /dev/x/1", nil, "{}"},
		{"a JSONPath of the body", "method.request.body.store.pets[0].name", "POST /dev/x/1", []string{`|{"store":{"pets":[{"name":"Rex"}]}}`}, "Rex"},
		{"GW-070 a JSONPath that finds nothing", "method.request.body.store.pets[0].name", "POST /dev/x/1", []string{`|{"store":{"pets":{"name":"Rex"}}}`}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := mock("POST", "x")
			m.Integration.RequestParameters = map[string]string{"integration.request.header.X-To": test.from}
			r := newHarness(t, oneMethod("/x/{id}", m))
			r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"color": "red"} })
			seen := &trace.Trace{}
			response := r.gateway.Invoke(context.Background(), requestOf(t, r, test.line, test.more...), seen)
			require.Equal(t, 200, response.StatusCode)
			want := map[string]string{}
			if test.want != "" {
				want["X-To"] = test.want
			}
			assert.Equal(t, want, fact(t, seen, "Integration request", "headers"))
		})
	}
}

func TestMappingAMalformedBody(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"method.request.body", "method.request.body.a"} {
		m := mock("POST", "x")
		m.Integration.RequestParameters = map[string]string{"integration.request.header.X-To": from}
		r := newHarness(t, oneMethod("/x", m))
		got := r.send("POST /dev/x", "|\n{wrong")
		assert.Equal(t, 400, got.StatusCode, "GW-072 "+from)
		assert.Equal(t, "Invalid JSON in request body", got.message())
	}
}

func TestMappingsThatAreNone(t *testing.T) {
	t.Parallel()
	for target, from := range map[string]string{
		"integration.request.header.X": "request.header.y", "integration.request.cookie.X": "'a'",
		"integration.request.header.": "'a'", "header.X": "'a'", "integration.request.path.x": "method.request.cookie.a",
	} {
		m := mock("GET", "x")
		m.Integration.RequestParameters = map[string]string{target: from}
		r := newHarness(t, oneMethod("/x", m))
		assert.Equal(t, 500, r.send("GET /dev/x").StatusCode, target)
		assert.Contains(t, r.log.String(), `request parameter`)
	}
}

func TestPathParametersOfTheURI(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, uri, line, want string }{
		{"GW-073 decoded on the way in, encoded into the uri", "arn:aws:apigateway:r:dynamodb:path/{to}/x", "GET /dev/x/a%20b%2Fc", "arn:aws:apigateway:r:dynamodb:path/a%20b%2Fc/x"},
		{"without a mapping it stays", "arn:aws:apigateway:r:dynamodb:path/{other}", "GET /dev/x/1", "arn:aws:apigateway:r:dynamodb:path/{other}"},
		{"a stage variable", "arn:aws:apigateway:r:dynamodb:path/${stageVariables.v}/${stageVariables.none}", "GET /dev/x/1", "arn:aws:apigateway:r:dynamodb:path/value/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := mock("GET", "x")
			m.Integration.URI = test.uri
			m.Integration.RequestParameters = map[string]string{"integration.request.path.to": "method.request.path.id"}
			r := newHarness(t, oneMethod("/x/{id}", m))
			r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"v": "value"} })
			seen := &trace.Trace{}
			r.gateway.Invoke(context.Background(), requestOf(t, r, test.line), seen)
			assert.Equal(t, test.want, fact(t, seen, "Integration request", "uri"))
		})
	}
}

func TestRequestOverrides(t *testing.T) {
	t.Parallel()
	m := mock("GET", "x")
	m.Integration.URI = "arn:aws:apigateway:r:dynamodb:path/{to}"
	m.Integration.RequestParameters = map[string]string{
		"integration.request.path.to": "'mapped'", "integration.request.header.X-A": "'mapped'", "integration.request.querystring.q": "'mapped'",
	}
	m.Integration.RequestTemplates["application/json"] = `#set($context.requestOverride.path.to = "o")#set($context.requestOverride.header.X-A = "oh")#set($context.requestOverride.header.X-B = 1)#set($context.requestOverride.querystring.q = "oq"){"statusCode":200}`
	r := newHarness(t, oneMethod("/x", m))
	seen := &trace.Trace{}
	r.gateway.Invoke(context.Background(), requestOf(t, r, "GET /dev/x"), seen)
	assert.Equal(t, "arn:aws:apigateway:r:dynamodb:path/o", fact(t, seen, "Integration request", "uri"))
	assert.Equal(t, map[string]string{"X-A": "oh", "X-B": "1"}, fact(t, seen, "Integration request", "headers"))
	assert.Equal(t, map[string]string{"q": "oq"}, fact(t, seen, "Integration request", "query string"))
}
