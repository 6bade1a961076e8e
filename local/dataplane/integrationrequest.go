package dataplane

import (
	"net/url"
	"strconv"
	"strings"
)

// integrationCall is what goes to the back end.
type integrationCall struct {
	method      string
	uri         string
	credentials string
	header      params
	query       params
	path        params
	body        []byte
}

// integrationRequest maps the method request to the integration request: the body by the template that
// Content-Type chooses, the parameters by their mappings, and over them the template's overrides.
func (x *exchange) integrationRequest() *Failure {
	integration := x.matched.integration
	if integration == nil {
		return misconfigured("method %s %s has no integration", x.matched.HTTPMethod, x.matched.resource.Path)
	}
	if integration.problem != nil {
		return misconfigured("%s %s: %v", x.matched.HTTPMethod, x.matched.resource.Path, integration.problem)
	}
	body, failure := x.requestBody(integration)
	if failure != nil {
		return failure
	}
	if failure := x.mapParameters(integration); failure != nil {
		return failure
	}
	x.call.body = body
	if failure := x.overrideRequest(); failure != nil {
		return failure
	}
	x.call.method = integration.IntegrationHTTPMethod
	if x.call.method == "" || x.call.method == "ANY" {
		x.call.method = x.method
	}
	x.call.uri = integration.uri.expand(x.stage.Variables, x.call.pathValue)
	x.call.credentials = integration.credentials.expand(x.stage.Variables, func(name string) string { return "{" + name + "}" })
	if x.trace != nil {
		x.traceIntegrationRequest()
	}
	return nil
}

// requestBody converts, chooses the template and renders it.
func (x *exchange) requestBody(integration *compiledIntegration) ([]byte, *Failure) {
	contentType := x.contentType()
	isBinary := x.api.binary.match(contentType)
	converted, err := convertPayload(x.request.Body, isBinary, isBinary, integration.ContentHandling)
	if err != nil {
		return nil, misconfigured("contentHandling %s: the request body is not Base64: %v", integration.ContentHandling, err)
	}
	template, failure := chooseRequestTemplate(integration, contentType)
	if failure != nil {
		return nil, failure
	}
	if template == nil {
		if x.trace != nil {
			x.trace.in("content type", contentType)
			x.trace.in("template", "none: the body is passed through")
		}
		return converted.raw(), nil
	}
	if converted.binary {
		return nil, misconfigured("template %s cannot read a binary payload; set contentHandling to CONVERT_TO_TEXT", template.name)
	}
	if x.trace != nil {
		x.trace.in("content type", contentType)
		x.trace.in("template", template.name)
	}
	text, err := x.render(template, converted.text)
	if err != nil {
		return nil, requestTemplateFailure(err)
	}
	if len(text) > maxPayload {
		return nil, misconfigured("template %s rendered %d bytes, the limit is %d", template.name, len(text), maxPayload)
	}
	return []byte(text), nil
}

// requestTemplateFailure tells a malformed body, which is the client's fault, from a template that
// does not work (GW-064).
func requestTemplateFailure(err error) *Failure {
	if isPayloadError(err) {
		f := fail(Default4XX)
		f.Message, f.Detail = payloadMessage(err), err.Error()
		return f
	}
	return misconfigured("%v", err)
}

// chooseRequestTemplate returns nil to pass the body through unmapped, or 415 (GW-061,
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html).
// There is no key for all other types (GW-065).
func chooseRequestTemplate(integration *compiledIntegration, contentType string) (*mappingTemplate, *Failure) {
	if template := integration.templates[contentType]; template != nil {
		if template.empty {
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

func (x *exchange) mapParameters(integration *compiledIntegration) *Failure {
	for _, mapping := range integration.parameters {
		value, ok, failure := mapping.from.value(x, nil)
		if failure != nil {
			return failure
		}
		if !ok {
			continue
		}
		x.call.set(mapping.place, mapping.name, value)
	}
	return nil
}

func (c *integrationCall) set(place, name, value string) {
	switch place {
	case "header":
		c.header = c.header.set(name, value)
	case "querystring":
		c.query = c.query.set(name, value)
	case "path":
		c.path = c.path.set(name, value)
	}
}

// pathValue fills a {name} of the uri; the value is decoded on its way in and encoded into the uri
// (GW-073).
func (c *integrationCall) pathValue(name string) string {
	values := c.path.get(name)
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
		if strings.EqualFold(header.name, name) {
			return header.values[0]
		}
	}
	return ""
}

func (x *exchange) traceIntegrationRequest() {
	x.trace.out("uri", x.call.uri)
	x.trace.out("headers", x.call.header.single())
	x.trace.out("query string", x.call.query.single())
	x.trace.out("body", utf8Text(x.call.body))
	x.trace.verdict("rendered " + strconv.Itoa(len(x.call.body)) + " bytes")
}
