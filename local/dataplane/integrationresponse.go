package dataplane

import "strconv"

// integrationResponse maps the back end's answer to the method response: selection, parameters, the
// template chosen by Accept, and the overrides that the templates made.
func (x *exchange) integrationResponse() *Failure {
	chosen, why, failure := x.selectResponse()
	if failure != nil {
		return failure
	}
	if !x.matched.responses[chosen.StatusCode] {
		return misconfigured("integration response %s has no method response of that status", chosen.StatusCode) // GW-092
	}
	status, err := strconv.Atoi(chosen.StatusCode)
	if err != nil {
		return misconfigured("integration response %q: the status is not a number", chosen.StatusCode)
	}
	var headers Headers
	for _, header := range chosen.headers {
		value, ok, failure := header.from.value(x, x.answer)
		if failure != nil {
			return failure
		}
		if ok {
			headers.Set(header.name, value)
		}
	}
	body, template, failure := x.responseBody(chosen)
	if failure != nil {
		return failure
	}
	selected := status
	if status, failure = x.overrideResponse(status, &headers); failure != nil {
		return failure
	}
	if status < 200 {
		return misconfigured("status %d cannot end an exchange", status)
	}
	headers = remap(headers)
	if headers.Get("Content-Type") == "" {
		headers = append(Headers{{"Content-Type", "application/json"}}, headers...) // GW-093
	}
	if len(body) > maxPayload {
		return misconfigured("the response is %d bytes long, the limit is %d", len(body), maxPayload)
	}
	x.response = &Response{StatusCode: status, Header: headers, Body: body}
	if x.trace != nil {
		x.trace.in("integration status", x.answer.StatusCode)
		x.trace.out("integration response", chosen.StatusCode)
		x.trace.out("template", template)
		x.trace.out("status", status)
		x.trace.out("headers", headers)
		x.trace.out("body", string(body))
		if status != selected {
			why += "; $context.responseOverride.status made it " + strconv.Itoa(status)
		}
		x.trace.verdict(why)
	}
	return nil
}

// responseBody converts, chooses the template and renders it. The second result says which template
// it was, for the trace.
func (x *exchange) responseBody(chosen *compiledIntegrationResponse) ([]byte, string, *Failure) {
	accept := x.accept()
	isBinary := x.api.binary.match(mediaType(x.answer.Header.Get("Content-Type")))
	converted, err := convertPayload(x.answer.Body, isBinary, x.api.binary.match(accept), chosen.ContentHandling)
	if err != nil {
		return nil, "", misconfigured("contentHandling %q: the response body is not Base64: %v", chosen.ContentHandling, err)
	}
	template := chooseResponseTemplate(chosen.templates, accept)
	if template == nil {
		return converted.raw(), "none: the body is passed through", nil
	}
	if converted.binary {
		return nil, "", misconfigured("template %s cannot read a binary payload; set contentHandling to CONVERT_TO_TEXT", template.name)
	}
	text, err := x.render(template, converted.text)
	if err != nil {
		return nil, "", misconfigured("%v", err)
	}
	return []byte(text), template.name, nil
}

// chooseResponseTemplate picks by the request's Accept, not by what the back end sent: its own
// template, else application/json, else the first by name; nil passes the body through (GW-095).
func chooseResponseTemplate(templates map[string]*mappingTemplate, accept string) *mappingTemplate {
	if len(templates) == 0 {
		return nil
	}
	template := templates[accept]
	if template == nil {
		template = templates["application/json"]
	}
	if template == nil {
		template = templates[sortedKeys(templates)[0]]
	}
	if template.empty {
		return nil
	}
	return template
}
