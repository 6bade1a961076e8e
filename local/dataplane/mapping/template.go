package mapping

import (
	"context"
	"errors"
	"path"
	"strconv"
	"strings"

	"lambdaless/internal/vtl"
)

// Template is a mapping template, parsed once per deployment, or why it does not parse.
type Template struct {
	Name  string
	Empty bool // an empty template passes the payload through (GW-062)

	text     string // without the mark of its source
	template *vtl.Template
	problem  error
}

// sourceMark in a template's first line names the file that it came from.
const sourceMark = "## source: "

// CompileTemplates compiles templates by content type. where names them in errors.
func CompileTemplates(where string, texts map[string]string) map[string]*Template {
	templates := make(map[string]*Template, len(texts))
	for contentType, text := range texts {
		templates[MediaType(contentType)] = compileTemplate(where+" "+contentType, text)
	}
	return templates
}

// compileTemplate never fails: a template that does not parse fails when it is rendered, as on API Gateway.
func compileTemplate(name, text string) *Template {
	first := 1
	source := text
	if line, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(line, sourceMark) {
		source = rest
		name = path.Join("templates", strings.TrimSpace(strings.TrimPrefix(line, sourceMark)))
		first = 0 // the mark is not in the file: the line after it is line 1
	}
	t := &Template{Name: name, Empty: text == "", text: source}
	t.template, t.problem = vtl.Parse(name, text, vtl.FirstLine(first))
	return t
}

// MediaType drops a media type's parameters: only the MIME type selects a template.
func MediaType(header string) string {
	kind, _, _ := strings.Cut(header, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// Render evaluates a template over a payload, until the caller is gone. PayloadMessage says whether the
// payload is to blame for an error.
func (r *Request) Render(t *Template, payload string) (string, error) {
	if t.problem != nil {
		return "", t.problem
	}
	if r.params.Path == nil {
		r.params = vtl.Params{Path: r.Path.asMap(), Querystring: r.Query.asMap(), Header: r.Header.asMap()}
	}
	members := r.templateContext()
	if r.Record != nil {
		r.Record(r.rendering(t, payload, members))
	}
	caller := r.Caller
	if caller == nil {
		caller = context.Background()
	}
	return t.template.RenderContext(caller, &vtl.Data{
		Body: payload, Params: r.params, Context: members, StageVariables: r.StageVariables,
		Overridden: overrideOnce(),
	})
}

// PayloadMessage is the client's message about a payload that a template could not read (GW-063); false for
// any other error.
func PayloadMessage(err error) (string, bool) {
	var payload *vtl.PayloadError
	if errors.As(err, &payload) {
		return payload.Error(), true
	}
	return "Could not process payload", errors.Is(err, vtl.ErrPayload)
}

// statusCodeTemplate and rootTemplate read JSON as templates do.
var (
	statusCodeTemplate = compileTemplate("statusCode", "$input.json('$.statusCode')")
	rootTemplate       = compileTemplate("body", "#set($root = $input.path('$'))")
)

// StatusCode is the whole number under statusCode in a payload.
func StatusCode(payload string) (int, bool) {
	text, err := statusCodeTemplate.template.Render(&vtl.Data{Body: payload})
	if err != nil {
		return 0, false
	}
	status, err := strconv.Atoi(text)
	return status, err == nil
}

// validJSON reports whether a payload is JSON, as leniently as templates read it.
func validJSON(payload string) bool {
	_, err := rootTemplate.template.Render(&vtl.Data{Body: payload})
	return err == nil
}
