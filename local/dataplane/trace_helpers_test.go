package dataplane

import (
	"strings"
	"testing"
)

// requestOf is the request that send would send, as the server reads it.
func requestOf(t *testing.T, _ *rig, line string, more ...string) *Request {
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
			request.Header = append(request.Header, HeaderField{name, value})
		}
	}
	return request
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
