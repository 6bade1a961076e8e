package dataplane

import (
	"strings"
	"testing"

	"lambdaless/local/dataplane/trace"
	"lambdaless/local/dataplane/wire"
)

// requestOf is the request that send would send, as the server reads it.
func requestOf(t *testing.T, _ *harness, line string, more ...string) *Request {
	t.Helper()
	method, target, _ := strings.Cut(line, " ")
	request := newRequest(method, target, nil)
	request.Host = "127.0.0.1:8080"
	for _, m := range more {
		name, value, _ := strings.Cut(m, ": ")
		switch text, isBody := strings.CutPrefix(m, "|"); {
		case isBody:
			request.Body = []byte(text)
		case name == "Host":
			request.Host = value
		default:
			request.Header = append(request.Header, wire.Field{Name: name, Value: value})
		}
	}
	return request
}

// fact finds what a step wrote into the trace.
func fact(t *testing.T, seen *trace.Trace, step, name string) any {
	t.Helper()
	for _, s := range seen.Steps {
		if s.Name != step {
			continue
		}
		for _, f := range append(s.Inputs, s.Outputs...) {
			if f.Name == name {
				return f.Value
			}
		}
	}
	t.Fatalf("the trace has no %s of step %s: %+v", name, step, seen.Steps)
	return nil
}
