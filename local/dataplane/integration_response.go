package dataplane

import (
	"maps"
	"slices"
	"strconv"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/wire"
)

// integrationResponse maps the back end's answer to the method response: selection, parameters, the template
// chosen by Accept, and the overrides that the templates made.
func (x *exchange) integrationResponse(answer *database.Answer) (*Response, *failure.Failure) {
	chosen, why, failed := selectResponse(x.matched.integration.responses, answer.StatusCode)
	if failed != nil {
		return nil, failed
	}
	if !x.matched.responses[chosen.StatusCode] {
		return nil, failure.Misconfigured("integration response %s has no method response of that status", chosen.StatusCode) // GW-092
	}
	status, err := strconv.Atoi(chosen.StatusCode)
	if err != nil {
		return nil, failure.Misconfigured("integration response %q: the status is not a number", chosen.StatusCode)
	}
	var headers wire.Headers
	for _, header := range chosen.headers {
		value, err := header.From.Value(x.mapping, answer)
		if err != nil {
			return nil, mappingFailure(err)
		}
		if value != "" {
			headers.Set(header.Name, value)
		}
	}
	body, template, failed := x.responseBody(chosen, answer)
	if failed != nil {
		return nil, failed
	}
	for _, entry := range x.mapping.ResponseHeaderOverrides() {
		headers.Set(entry.Name, entry.Value)
	}
	if override, ok := x.mapping.StatusOverride(); ok && override != status {
		status = override
		why += "; $context.responseOverride.status made it " + strconv.Itoa(status)
	}
	if status < 200 {
		return nil, failure.Misconfigured("status %d cannot end an exchange", status)
	}
	headers = remap(headers)
	if headers.Get("Content-Type") == "" {
		headers = append(wire.Headers{{Name: "Content-Type", Value: "application/json"}}, headers...) // GW-093
	}
	if len(body) > maxPayload {
		return nil, failure.Misconfigured("the response is %d bytes long, the limit is %d", len(body), maxPayload)
	}
	x.trace.In("integration status", answer.StatusCode)
	x.trace.Out("integration response", chosen.StatusCode)
	x.trace.Out("template", template)
	x.trace.Out("status", status)
	x.trace.Out("headers", headers)
	x.trace.Out("body", body)
	x.trace.Verdict("%s", why)
	return &Response{StatusCode: status, Header: headers, Body: body}, nil
}

// responseBody converts, chooses the template and renders it. The second result says which template
// it was, for the trace.
func (x *exchange) responseBody(chosen *integrationResponse, answer *database.Answer) ([]byte, string, *failure.Failure) {
	wanted := accept(x.request)
	isBinary := x.api.binary.Match(mapping.MediaType(answer.Header.Get("Content-Type")))
	converted, err := mapping.ConvertPayload(answer.Body, isBinary, x.api.binary.Match(wanted), chosen.ContentHandling)
	if err != nil {
		return nil, "", failure.Misconfigured("contentHandling %q: the response body is not Base64: %v", chosen.ContentHandling, err)
	}
	template := chooseResponseTemplate(chosen.templates, wanted)
	if template == nil {
		return converted.Raw(), "none: the body is passed through", nil
	}
	if converted.Binary {
		return nil, "", failure.Misconfigured("template %s cannot read a binary payload; set contentHandling to CONVERT_TO_TEXT", template.Name)
	}
	text, err := x.mapping.Render(template, converted.Text)
	if err != nil {
		return nil, "", failure.Misconfigured("%v", err)
	}
	return []byte(text), template.Name, nil
}

// chooseResponseTemplate picks by the request's Accept, not by what the back end sent: its own
// template, else application/json, else the first by name; nil passes the body through (GW-095).
func chooseResponseTemplate(templates map[string]*mapping.Template, accept string) *mapping.Template {
	if len(templates) == 0 {
		return nil
	}
	template := templates[accept]
	if template == nil {
		template = templates["application/json"]
	}
	if template == nil {
		template = templates[slices.Sorted(maps.Keys(templates))[0]]
	}
	if template.Empty {
		return nil
	}
	return template
}
