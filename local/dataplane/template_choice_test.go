package dataplane

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/trace"
)

// echo is a DynamoDB whose answer is the request.
func echo(_ context.Context, _, body string) (database.Answer, error) {
	return dynamoAnswer(200, body), nil
}

func TestRequestTemplateByContentType(t *testing.T) {
	t.Parallel()
	json1 := `{"TableName":"movies","t":"json"}`
	text1 := `{"TableName":"movies","t":"text"}`
	both := map[string]string{"application/json": json1, "text/plain": text1}
	textOnly := map[string]string{"text/plain": text1}
	raw := `{"TableName":"movies","t":"raw"}`
	for _, test := range []struct {
		name        string
		behavior    string
		templates   map[string]string
		contentType string
		want        string // "" for 415
	}{
		{"GW-060 by content type", "NEVER", both, "text/plain", text1},
		{"GW-060 json is the default", "NEVER", both, "", json1},
		{"GW-060 parameters do not count", "NEVER", both, "text/plain; charset=utf-8", text1},
		{"GW-060 nor does case", "NEVER", both, "TEXT/Plain", text1},
		{"GW-061 NEVER without a match", "NEVER", both, "image/png", ""},
		{"GW-061 NEVER without templates", "NEVER", nil, "", ""},
		{"GW-061 WHEN_NO_TEMPLATES without a match", "WHEN_NO_TEMPLATES", textOnly, "", ""},
		{"GW-061 WHEN_NO_TEMPLATES without templates", "WHEN_NO_TEMPLATES", nil, "", raw},
		{"GW-061 WHEN_NO_MATCH without a match", "WHEN_NO_MATCH", both, "image/png", raw},
		{"GW-061 WHEN_NO_MATCH without templates", "WHEN_NO_MATCH", nil, "", raw},
		{"GW-061 the default is WHEN_NO_MATCH", "", textOnly, "", raw},
		{"GW-062 an empty template passes through", "NEVER", map[string]string{"application/json": ""}, "", raw},
		{"GW-065 there is no $default key", "NEVER", map[string]string{"$default": json1}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", "")
			m.Integration.RequestTemplates, m.Integration.PassthroughBehavior = test.templates, test.behavior
			r := newHarness(t, oneMethod("/x", m))
			r.db.script = echo
			headers := []string{"|" + raw}
			if test.contentType != "" {
				headers = append(headers, "Content-Type: "+test.contentType)
			}
			got := r.send("POST /dev/x", headers...)
			if test.want == "" {
				assert.Equal(t, 415, got.StatusCode)
				assert.Equal(t, `{"message": "Unsupported Media Type"}`, got.body)
				assert.Equal(t, "BadRequestException", got.Header.Get("x-amzn-ErrorType"))
				assert.Empty(t, r.db.calls)
				return
			}
			assert.Equal(t, 200, got.StatusCode)
			assert.Equal(t, test.want, got.body)
		})
	}
}

func TestResponseTemplateByAccept(t *testing.T) {
	t.Parallel()
	both := map[string]string{"application/json": "json", "application/xml": "xml"}
	for _, test := range []struct {
		name      string
		templates map[string]string
		accept    string
		want      string
	}{
		{"GW-095 json is the default", both, "", "json"},
		{"GW-095 by Accept", both, "application/xml", "xml"},
		{"GW-095 the first type counts", both, "application/xml;q=0.1, application/json", "xml"},
		{"GW-095 json when nothing matches", both, "text/html", "json"},
		{"GW-095 a wildcard matches nothing", both, "*/*", "json"},
		{"GW-095 the first without json", map[string]string{"text/b": "b", "text/a": "a"}, "", "a"},
		{"GW-095 none passes through", nil, "", `{"from":"DynamoDB"}`},
		{"GW-062 an empty one passes through", map[string]string{"application/json": "", "application/xml": "xml"}, "", `{"from":"DynamoDB"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("GET", getItem)
			m.Integration.IntegrationResponses[0].ResponseTemplates = test.templates
			r := newHarness(t, oneMethod("/x", m))
			r.db.script = func(context.Context, string, string) (database.Answer, error) {
				return dynamoAnswer(200, `{"from":"DynamoDB"}`), nil
			}
			var headers []string
			if test.accept != "" {
				headers = []string{"Accept: " + test.accept}
			}
			got := r.send("GET /dev/x", headers...)
			assert.Equal(t, test.want, got.body)
			assert.Equal(t, "application/json", got.Header.Get("Content-Type"), "GW-093 whatever the template's key")
		})
	}
}

func TestTemplatesSeeOfTheContextWhatTheyMention(t *testing.T) {
	t.Parallel()
	const whole = "{resourceId=r2, resourcePath=/x, httpMethod=GET, extendedRequestId=extended-id=, requestTime=22/Nov/2026:10:20:30 +0000, path=/dev/x, " +
		"accountId=000000000000, protocol=HTTP/1.1, requestOverride=, stage=dev, domainPrefix=api, requestTimeEpoch=1795342830456, " +
		"requestId=request-id, identity=, domainName=api.example.com, deploymentId=d1, responseOverride=, apiId=api1234567}"
	for _, test := range []struct{ name, template, want string }{
		{"a member", "$context.stage", "dev"},
		{"in a string", `#set($s = "$context.stage/${context.httpMethod}")$s`, "dev/GET"},
		{"in a condition", `#if($context.stage == "dev")yes#end`, "yes"},
		{"a member of a member", "$context.identity.sourceIp", "127.0.0.1"},
		{"by key", "$context['stage'] $context.get('apiId')", "dev api1234567"},
		{"through a variable", "#set($c = $context)$c.stage", "dev"},
		{"in a loop", "#foreach($k in $context.keySet())#if($k == 'stage')$context[$k]#end#end", "dev"},
		{"as an argument", "#set($m = {})#set($d = $m.put('c', $context))$m.c.stage", "dev"},
		{"in a defined block", "#define($b)$context.stage#end$b", "dev"},
		{"the whole", "$context", whole},
		{"GW-051 the time is a number", "#set($s = $context.requestTimeEpoch / 1000)$s", "1795342830"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newHarness(t, oneMethod("/x", mock("GET", test.template)))
			assert.Equal(t, test.want, r.send("GET /dev/x", "Host: api.example.com", "User-Agent: ua").body)
		})
	}
}

func TestTemplateInput(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, template, line string
		more                 []string
		want                 string
	}{
		{"query strings are decoded", "$input.params('q')|$input.params('p')", "POST /dev/x/1?q=a%20b+c&p=test%2Balias", nil, "a b c|test+alias"},
		{"GW-021 a semicolon splits", "$input.params('a')|$input.params('b')", "POST /dev/x/1?a=1;b=2", nil, "1|2"},
		{"GW-021 what is malformed stays", "$input.params('a')", "POST /dev/x/1?a=%zz", nil, "%zz"},
		{"GW-022 the last of several", "$input.params('a')", "POST /dev/x/1?a=1&a=2", nil, "2"},
		{"GW-022 the last of several headers", "$input.params('x-a')", "POST /dev/x/1", []string{"x-a: 1", "x-a: 2"}, "2"},
		{"path, query string, header", "$input.params('id')", "POST /dev/x/p?id=q", []string{"id: h"}, "p"},
		{"query string before header", "$input.params('other')", "POST /dev/x/p?other=q", []string{"other: h"}, "q"},
		{"GW-014 path parameters stay encoded", "$input.params('id')|$util.urlDecode($input.params('id'))", "POST /dev/x/a%40b", nil, "a%40b|a@b"},
		{"the body as it is", "$input.body", "POST /dev/x/1", []string{"|{ \"a\": 1 }"}, `{ "a": 1 }`},
		{"no body is {}", "$input.body", "POST /dev/x/1", nil, "{}"},
		{"GW-066 a body that is not UTF-8", "$input.body", "POST /dev/x/1", []string{"|a\xff\xfeb"}, "a��b"},
		{"GW-020 dropped headers", "$input.params('Max-Forwards')$input.params('TE')$input.params('Content-MD5').", "POST /dev/x/1", []string{"Max-Forwards: 1", "TE: trailers", "Content-MD5: x"}, "."},
		{"GW-023 a header in the client's spelling", "$input.params('x-LOW')|$input.params('X-Low')", "POST /dev/x/1", []string{"x-LOW: v"}, "v|"},
		{"GW-023 through the map", "$input.params().header.get('x-low')$input.params().header.x-two", "POST /dev/x/1", []string{"x-low: v", "x-two: w"}, "vw"},
		{"GW-023 all names", "#foreach($k in $input.params().header.keySet())$k #end", "POST /dev/x/1", []string{"x-UPPER: 1", "user-agent: u"}, "Host X-Amzn-Trace-Id X-Forwarded-For X-Forwarded-Port X-Forwarded-Proto user-agent x-UPPER "},
		{"GW-023 one name in two spellings", "$input.params('x-a')|$input.params('X-A')", "POST /dev/x/1", []string{"X-A: 1", "x-a: 2", "X-A: 3"}, "2|3"},
		{"GW-024 the Host header", "$input.params('Host')", "POST /dev/x/1", []string{"Host: example.test:81"}, "example.test:81"},
		{"GW-024 where it came from", "$input.params('X-Forwarded-For') $input.params('X-Forwarded-Proto')", "POST /dev/x/1", []string{"X-Forwarded-For: 10.0.0.1"}, "10.0.0.1, 127.0.0.1 http"},
		{"GW-024 the trace", "$input.params('X-Amzn-Trace-Id')", "POST /dev/x/1", nil, "Root=1-67890abc-0123456789abcdef01234567"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", `{"TableName":"movies","v":"$util.base64Encode("`+"`"+`")"}`)
			m.Integration.RequestTemplates["application/json"] = test.template
			m.Integration.Credentials = testRole
			m.Integration.Type = "MOCK"
			// The request's template is not seen through MOCK: the response's sees the same parameters, and
			// the request's body only here.
			r := newHarness(t, oneMethod("/x/{id}", m))
			seen := &trace.Trace{}
			request := requestOf(t, r, test.line, test.more...)
			r.gateway.Invoke(context.Background(), request, seen)
			assert.Equal(t, test.want, fact(t, seen, "Integration request", "body"))
		})
	}
}
