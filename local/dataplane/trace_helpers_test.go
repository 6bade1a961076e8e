package dataplane

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// requestOf is the request that send would send, as the server reads it.
func requestOf(t *testing.T, _ *rig, line string, more ...string) *Request {
	t.Helper()
	method, target, _ := strings.Cut(line, " ")
	body := ""
	header := http.Header{}
	host := "127.0.0.1:8080"
	for _, m := range more {
		if text, ok := strings.CutPrefix(m, "|"); ok {
			body = text
			continue
		}
		name, value, _ := strings.Cut(m, ": ")
		if name == "Host" {
			host = value
			continue
		}
		header[http.CanonicalHeaderKey(name)] = append(header[http.CanonicalHeaderKey(name)], value)
	}
	request := httptest.NewRequest(method, "/", strings.NewReader(body))
	request.RequestURI, request.Header, request.Host, request.RemoteAddr = target, header, host, "127.0.0.1:5555"
	return FromHTTP(request)
}

// fact finds what a step wrote into the trace.
func fact(t *testing.T, trace *Trace, step, name string) any {
	t.Helper()
	for _, s := range trace.Steps {
		if s.Name != step {
			continue
		}
		for _, f := range append(s.Inputs, s.Outputs...) {
			if f.Name == name {
				return f.Value
			}
		}
	}
	t.Fatalf("the trace has no %s of step %s: %+v", name, step, trace.Steps)
	return nil
}
