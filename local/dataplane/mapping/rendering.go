package mapping

import (
	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
	"lambdaless/local/dataplane/trace"
)

// rendering is what a template is about to be rendered with, for a trace.
func (r *Request) rendering(t *Template, payload string, members *vtl.Map) trace.Rendering {
	in := trace.Input{
		Body: payload, Path: plain(r.params.Path), Querystring: plain(r.params.Querystring), Header: plain(r.params.Header),
		Context: plain(members), StageVariables: r.StageVariables,
	}
	for name, value := range in.Header {
		if masked := trace.MaskHeader(name, java.String(value)); masked != java.String(value) {
			in.Header[name] = masked
		}
	}
	if identity, ok := in.Context["identity"].(map[string]any); ok && identity["apiKey"] != nil {
		identity["apiKey"] = trace.Mask(java.String(identity["apiKey"]))
	}
	delete(in.Context, "requestOverride") // templates write them
	delete(in.Context, "responseOverride")
	return trace.Rendering{Template: t.Name, Text: t.text, Input: in}
}

// plain is a map as JSON has it.
func plain(m *vtl.Map) map[string]any {
	values := map[string]any{}
	for _, e := range m.Entries() {
		value := e.Value
		if inner, ok := value.(*vtl.Map); ok {
			value = plain(inner)
		}
		values[java.String(e.Key)] = value
	}
	return values
}
