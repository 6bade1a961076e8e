package dataplane

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"lambdaless/internal/vtl"
)

// mappingTemplate is a template parsed once a deployment, or why it does not parse.
type mappingTemplate struct {
	name     string
	empty    bool // an empty template passes the payload through (GW-062)
	template *vtl.Template
	counter  *vtl.Template // counts overrides; nil when none can be set twice
	problem  error
}

// sourceMark in a template's first line names the file that it came from.
const sourceMark = "## source: "

func compileTemplates(where string, texts map[string]string) map[string]*mappingTemplate {
	templates := make(map[string]*mappingTemplate, len(texts))
	for contentType, text := range texts {
		templates[mediaType(contentType)] = compileTemplate(where+" "+contentType, text)
	}
	return templates
}

func compileTemplate(name, text string) *mappingTemplate {
	first := 1
	if line, _, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(line, sourceMark) {
		name = path.Join("templates", strings.TrimSpace(strings.TrimPrefix(line, sourceMark)))
		first = 0 // the mark is not in the file: the line after it is line 1
	}
	t := &mappingTemplate{name: name, empty: text == ""}
	t.template, t.problem = vtl.Parse(name, text, vtl.FirstLine(first))
	if t.problem == nil {
		t.counter = overrideCounter(t.template, text)
	}
	return t
}

// render evaluates a template over a payload. $context is shared by the request's and the response's
// template, so what the first puts into the overrides is there for the second (GW-052).
func (x *exchange) render(t *mappingTemplate, body string) (string, error) {
	if t.problem != nil {
		return "", t.problem
	}
	x.parse()
	if t.counter != nil {
		if twice := overriddenTwice(t.counter, x.templateData(body, x.freshContext())); twice != "" {
			return "", fmt.Errorf("%s: $context.%s is set more than once, and an override may be applied only once", t.name, twice)
		}
	}
	return t.template.Render(x.templateData(body, x.templateContext()))
}

func (x *exchange) templateData(body string, context *vtl.Map) *vtl.Data {
	if x.templateParams.Path == nil {
		x.templateParams = vtl.Params{Path: x.pathVars.asMap(), Querystring: x.query.asMap(), Header: x.headers.asMap()}
	}
	return &vtl.Data{Body: body, Params: x.templateParams, Context: context, StageVariables: x.stage.Variables}
}

// isPayloadError says that the payload, not the template, is at fault.
func isPayloadError(err error) bool {
	return errors.Is(err, vtl.ErrPayload)
}
