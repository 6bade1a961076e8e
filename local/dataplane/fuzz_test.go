package dataplane

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/trace"
	"lambdaless/local/dataplane/wire"
)

// fuzzAPI has one of everything whose input a client controls. It has no broken part, so no request may
// make it answer with a server error.
func fuzzAPI() *apigateway.API {
	put := dynamo("PUT", `{"TableName":"movies","Key":{"name":{"S":"$util.escapeJavaScript($util.urlDecode($input.params('name'))).replaceAll("\\'","'")"}},"B":$input.json('$'),"Q":"$util.escapeJavaScript($input.params('q')).replaceAll("\\'","'")"}`)
	put.RequestValidatorID = "v"
	put.RequestParameters = map[string]bool{"method.request.header.X-Needed": true, "method.request.querystring.q": false}
	put.RequestModels = map[string]string{"application/json": "Movie"}
	put.Integration.RequestParameters = map[string]string{
		"integration.request.header.X-Body": "method.request.body.favorite_movie", "integration.request.querystring.all": "method.request.multivaluequerystring.q",
	}
	key := mock("GET", `$input.params() $input.body $context.identity.userAgent`)
	key.APIKeyRequired = true
	return &apigateway.API{
		Resources: []apigateway.Resource{
			resource("/", mock("GET", "root")),
			resource("/{name}", put, dynamo("GET", getItem), mock("OPTIONS", "")),
			resource("/key/{x}", key),
			resource("/any/{proxy+}", mock("ANY", `$input.params().path.get('proxy') $input.params().querystring $input.path('$.a')`)),
		},
		Models:            []apigateway.Model{{Name: "Movie", Schema: movieSchema}},
		RequestValidators: []apigateway.RequestValidator{{ID: "v", ValidateRequestBody: true, ValidateRequestParameters: true}},
	}
}

// allowed are the statuses that the API may answer with; 502 and its like are not among them.
var allowed = map[int]bool{200: true, 400: true, 403: true, 413: true, 415: true, 429: true}

func FuzzFrontDoor(f *testing.F) {
	for _, seed := range [][5]string{
		{"GET", "/dev/bob", "", "", ""},
		{"PUT", "/dev/a%2Fb", "q=1&q=2;x", "X-Needed: 1\nContent-Type: application/json; charset=x", `{"favorite_movie":"Heat"}`},
		{"PUT", "/dev/bob", "q=%zz&%", "X-Needed: '", `{"favorite_movie":1e99999999}`},
		{"POST", "/dev/any//a/../b", "a=|", "X-HTTP-Method-Override: PUT\nAccept: ;,", "{"},
		{"OPTIONS", "/dev/bob", "", "x-api-key: k\nAuthorization: Bearer x", ""},
		{"get", "//dev//", "?", "Host: api1234567.execute-api.x\nx-amzn-requestid: a\tb", "\xff"},
		{"GET", "/api1234567/dev/key/1", "", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793", "[1"},
		{"DELETE", "/dev/any/%", "&&;;==", "Content-Type: \xff\nX-Forwarded-For: a", `{"a":{"b":[1,"x"]}}`},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4])
	}
	r := newHarness(f, fuzzAPI())
	r.cloud.shared["api1234567/dev"] = r.cloud.stages["dev"]
	r.cloud.keys["k"] = apigateway.APIKey{ID: "k", Value: "k", Enabled: true}
	r.cloud.plans["api1234567/dev"] = []apigateway.UsagePlan{{ID: "p", KeyIDs: []string{"k"}}}
	r.db.script = echo
	r.stage(func(s *apigateway.Stage) {
		s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "g", Format: `{"p":"$context.path","ua":"$context.identity.userAgent","e":"$context.error.message","h":"$context.httpMethod"}`}
	})
	f.Fuzz(func(t *testing.T, method, path, query, headers, body string) {
		request := &Request{
			Method: method, Path: path, RawQuery: query, Host: "127.0.0.1:8080", Body: []byte(body),
			SourceIP: "127.0.0.1", Scheme: "http", Protocol: "HTTP/1.1",
		}
		for line := range strings.SplitSeq(headers, "\n") {
			name, value, _ := strings.Cut(line, ": ")
			if http.CanonicalHeaderKey(name) == "Host" {
				request.Host = value
				continue
			}
			request.Header = append(request.Header, wire.Field{Name: name, Value: value})
		}
		seen := &trace.Trace{}
		response := r.gateway.Invoke(context.Background(), request, seen)
		if !allowed[response.StatusCode] {
			t.Fatalf("%s: %s\n%s", response.Header.Get("x-amzn-ErrorType"), response.Body, r.log.String())
		}
		if response.Header.Get("x-amzn-ErrorType") != "" && !json.Valid(response.Body) {
			t.Fatalf("a gateway error that is not JSON: %s", response.Body)
		}
		if response.Header.Get("x-amzn-RequestId") == "" {
			t.Fatal("no request id")
		}
		r.cloud.mu.Lock()
		for _, line := range r.cloud.lines {
			if !json.Valid([]byte(line[2:])) {
				t.Errorf("an access log line that is not JSON: %s", line)
			}
		}
		r.cloud.lines = nil
		r.cloud.mu.Unlock()
		r.db.mu.Lock()
		r.db.calls = nil
		r.db.mu.Unlock()
		recorder := httptest.NewRecorder()
		response.writeTo(recorder)
		if _, err := json.Marshal(seen); err != nil {
			t.Fatalf("the trace does not survive JSON: %v", err)
		}
	})
}
