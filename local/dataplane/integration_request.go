package dataplane

import (
	"errors"

	"lambdaless/local/dataplane/backend"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
)

// integrationRequest maps the method request to the integration request: the body by the template that
// Content-Type chooses, the parameters by their mappings, and over them the template's overrides.
func (x *exchange) integrationRequest() (call backend.Call, failed *failure.Failure) {
	integration := x.matched.integration
	if integration == nil {
		return call, failure.Misconfigured("method %s %s has no integration", x.matched.HTTPMethod, x.matched.resource.Path)
	}
	if integration.problem != nil {
		return call, failure.Misconfigured("%s %s: %v", x.matched.HTTPMethod, x.matched.resource.Path, integration.problem)
	}
	if call.Body, failed = x.requestBody(integration); failed != nil {
		return call, failed
	}
	for _, m := range integration.parameters {
		value, err := m.From.Value(x.mapping, nil)
		if err != nil {
			return call, mappingFailure(err)
		}
		if value != "" {
			call.Set(m.Place, m.Name, value)
		}
	}
	for _, place := range []string{"header", "querystring", "path"} {
		for _, entry := range x.mapping.RequestOverrides(place) {
			call.Set(place, entry.Name, entry.Value)
		}
	}
	call.Method = integration.IntegrationHTTPMethod
	if call.Method == "" || call.Method == "ANY" {
		call.Method = x.context().HTTPMethod
	}
	call.URI = integration.uri.Expand(x.stage.Variables, call.PathValue)
	call.Credentials = integration.credentials.Expand(x.stage.Variables, func(name string) string { return "{" + name + "}" })
	x.trace.Out("uri", call.URI)
	x.trace.Out("headers", call.Header)
	x.trace.Out("query string", call.Query)
	x.trace.Out("body", call.Body)
	x.trace.Verdict("rendered %d bytes", len(call.Body))
	return call, nil
}

// mappingFailure tells a body that is not JSON, which is the client's fault, from a mapping that does not work.
func mappingFailure(err error) *failure.Failure {
	if errors.Is(err, mapping.ErrInvalidJSON) {
		f := failure.Of(failure.Default4XX)
		f.Message = err.Error()
		return f
	}
	return failure.Misconfigured("%v", err)
}

// requestBody converts, chooses the template and renders it.
func (x *exchange) requestBody(integration *integration) ([]byte, *failure.Failure) {
	kind := contentType(x.request)
	isBinary := x.api.binary.Match(kind)
	converted, err := mapping.ConvertPayload(x.request.Body, isBinary, isBinary, integration.ContentHandling)
	if err != nil {
		return nil, failure.Misconfigured("contentHandling %s: the request body is not Base64: %v", integration.ContentHandling, err)
	}
	template, failed := chooseRequestTemplate(integration, kind)
	if failed != nil {
		return nil, failed
	}
	if template == nil {
		x.trace.In("content type", kind)
		x.trace.In("template", "none: the body is passed through")
		return converted.Raw(), nil
	}
	if converted.Binary {
		return nil, failure.Misconfigured("template %s cannot read a binary payload; set contentHandling to CONVERT_TO_TEXT", template.Name)
	}
	x.trace.In("content type", kind)
	x.trace.In("template", template.Name)
	text, err := x.mapping.Render(template, converted.Text)
	if err != nil {
		return nil, requestTemplateFailure(err)
	}
	if len(text) > maxPayload {
		return nil, failure.Misconfigured("template %s rendered %d bytes, the limit is %d", template.Name, len(text), maxPayload)
	}
	return []byte(text), nil
}

// requestTemplateFailure tells a malformed body, which is the client's fault, from a template that
// does not work (GW-064).
func requestTemplateFailure(err error) *failure.Failure {
	if message, ok := mapping.PayloadMessage(err); ok {
		f := failure.Of(failure.Default4XX)
		f.Message, f.Detail = message, err.Error()
		return f
	}
	return failure.Misconfigured("%v", err)
}

// chooseRequestTemplate returns nil to pass the body through unmapped, or 415 (GW-061,
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html).
// There is no key for all other types (GW-065).
func chooseRequestTemplate(integration *integration, contentType string) (*mapping.Template, *failure.Failure) {
	if template := integration.templates[contentType]; template != nil {
		if template.Empty {
			return nil, nil
		}
		return template, nil
	}
	strict := integration.PassthroughBehavior == "NEVER" ||
		integration.PassthroughBehavior == "WHEN_NO_TEMPLATES" && len(integration.templates) > 0
	if strict {
		return nil, failure.Of(failure.UnsupportedMediaType).Because("no request template for %s, and passthroughBehavior is %s",
			contentType, integration.PassthroughBehavior)
	}
	return nil, nil
}
