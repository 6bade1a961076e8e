package dataplane

import (
	"errors"
	"net/url"
	"strings"

	"lambdaless/local/dataplane/mapping"
)

// integrationCall is what goes to the back end.
type integrationCall struct {
	method      string
	uri         string
	credentials string
	header      mapping.Parameters
	query       mapping.Parameters
	path        mapping.Parameters
	body        []byte
}

// integrationRequest maps the method request to the integration request: the body by the template that
// Content-Type chooses, the parameters by their mappings, and over them the template's overrides.
func (x *exchange) integrationRequest() (call integrationCall, failure *Failure) {
	integration := x.matched.integration
	if integration == nil {
		return call, misconfigured("method %s %s has no integration", x.matched.HTTPMethod, x.matched.resource.Path)
	}
	if integration.problem != nil {
		return call, misconfigured("%s %s: %v", x.matched.HTTPMethod, x.matched.resource.Path, integration.problem)
	}
	if call.body, failure = x.requestBody(integration); failure != nil {
		return call, failure
	}
	for _, m := range integration.parameters {
		value, err := m.From.Value(x.mapping, nil)
		if err != nil {
			return call, mappingFailure(err)
		}
		if value != "" {
			call.set(m.Place, m.Name, value)
		}
	}
	for _, place := range []string{"header", "querystring", "path"} {
		for _, entry := range x.mapping.RequestOverrides(place) {
			call.set(place, entry.Name, entry.Value)
		}
	}
	call.method = integration.IntegrationHTTPMethod
	if call.method == "" || call.method == "ANY" {
		call.method = x.context().HTTPMethod
	}
	call.uri = integration.uri.Expand(x.stage.Variables, call.pathValue)
	call.credentials = integration.credentials.Expand(x.stage.Variables, func(name string) string { return "{" + name + "}" })
	x.trace.Out("uri", call.uri)
	x.trace.Out("headers", call.header)
	x.trace.Out("query string", call.query)
	x.trace.Out("body", call.body)
	x.trace.Verdict("rendered %d bytes", len(call.body))
	return call, nil
}

// mappingFailure tells a body that is not JSON, which is the client's fault, from a mapping that does not work.
func mappingFailure(err error) *Failure {
	if errors.Is(err, mapping.ErrInvalidJSON) {
		f := fail(Default4XX)
		f.Message = err.Error()
		return f
	}
	return misconfigured("%v", err)
}

// requestBody converts, chooses the template and renders it.
func (x *exchange) requestBody(integration *integration) ([]byte, *Failure) {
	kind := contentType(x.request)
	isBinary := x.api.binary.match(kind)
	converted, err := convertPayload(x.request.Body, isBinary, isBinary, integration.ContentHandling)
	if err != nil {
		return nil, misconfigured("contentHandling %s: the request body is not Base64: %v", integration.ContentHandling, err)
	}
	template, failure := chooseRequestTemplate(integration, kind)
	if failure != nil {
		return nil, failure
	}
	if template == nil {
		x.trace.In("content type", kind)
		x.trace.In("template", "none: the body is passed through")
		return converted.raw(), nil
	}
	if converted.binary {
		return nil, misconfigured("template %s cannot read a binary payload; set contentHandling to CONVERT_TO_TEXT", template.Name)
	}
	x.trace.In("content type", kind)
	x.trace.In("template", template.Name)
	text, err := x.mapping.Render(template, converted.text)
	if err != nil {
		return nil, requestTemplateFailure(err)
	}
	if len(text) > maxPayload {
		return nil, misconfigured("template %s rendered %d bytes, the limit is %d", template.Name, len(text), maxPayload)
	}
	return []byte(text), nil
}

// requestTemplateFailure tells a malformed body, which is the client's fault, from a template that
// does not work (GW-064).
func requestTemplateFailure(err error) *Failure {
	if message, ok := mapping.PayloadMessage(err); ok {
		f := fail(Default4XX)
		f.Message, f.Detail = message, err.Error()
		return f
	}
	return misconfigured("%v", err)
}

// chooseRequestTemplate returns nil to pass the body through unmapped, or 415 (GW-061,
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html).
// There is no key for all other types (GW-065).
func chooseRequestTemplate(integration *integration, contentType string) (*mapping.Template, *Failure) {
	if template := integration.templates[contentType]; template != nil {
		if template.Empty {
			return nil, nil
		}
		return template, nil
	}
	strict := integration.PassthroughBehavior == "NEVER" ||
		integration.PassthroughBehavior == "WHEN_NO_TEMPLATES" && len(integration.templates) > 0
	if strict {
		return nil, fail(UnsupportedMediaType).detail("no request template for %s, and passthroughBehavior is %s",
			contentType, integration.PassthroughBehavior)
	}
	return nil, nil
}

func (c *integrationCall) set(place, name, value string) {
	switch place {
	case "header":
		c.header = c.header.Set(name, value)
	case "querystring":
		c.query = c.query.Set(name, value)
	case "path":
		c.path = c.path.Set(name, value)
	}
}

// pathValue fills a {name} of the uri; the value is decoded on its way in and encoded into the uri
// (GW-073).
func (c *integrationCall) pathValue(name string) string {
	values := c.path.Get(name)
	if len(values) == 0 {
		return "{" + name + "}"
	}
	decoded, err := url.PathUnescape(values[0])
	if err != nil {
		decoded = values[0]
	}
	return url.PathEscape(decoded)
}

// headerValue finds a header of the integration request whatever its case.
func (c *integrationCall) headerValue(name string) string {
	for _, header := range c.header {
		if strings.EqualFold(header.Name, name) {
			return header.Values[0]
		}
	}
	return ""
}
