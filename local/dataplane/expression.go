package dataplane

import (
	"fmt"
	"strings"
)

// expression is the right-hand side of a parameter mapping
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html).
type expression struct {
	kind  expressionKind
	place string           // path, querystring, header
	name  string           // of the parameter, stage variable or context variable; the static value
	path  *mappingTemplate // evaluates a JSONPath of the body; nil for the whole body
}

type expressionKind int

const (
	staticValue expressionKind = iota
	requestParameter
	requestParameterList // multivalueheader, multivaluequerystring (GW-074)
	requestBody
	responseHeader
	responseHeaderList
	responseBody
	stageVariable
	contextVariable
)

func parseExpression(text string) (expression, error) {
	if len(text) >= 2 && text[0] == '\'' && text[len(text)-1] == '\'' {
		return expression{kind: staticValue, name: text[1 : len(text)-1]}, nil
	}
	if name, ok := strings.CutPrefix(text, "stageVariables."); ok && name != "" {
		return expression{kind: stageVariable, name: name}, nil
	}
	if name, ok := strings.CutPrefix(text, "context."); ok && name != "" {
		return expression{kind: contextVariable, name: name}, nil
	}
	if rest, ok := strings.CutPrefix(text, "method.request."); ok {
		return parseSource(text, rest, requestBody, map[string]expression{
			"path": {kind: requestParameter, place: "path"}, "querystring": {kind: requestParameter, place: "querystring"},
			"header":                {kind: requestParameter, place: "header"},
			"multivaluequerystring": {kind: requestParameterList, place: "querystring"},
			"multivalueheader":      {kind: requestParameterList, place: "header"},
		})
	}
	if rest, ok := strings.CutPrefix(text, "integration.response."); ok {
		return parseSource(text, rest, responseBody, map[string]expression{
			"header": {kind: responseHeader}, "multivalueheader": {kind: responseHeaderList},
		})
	}
	return expression{}, fmt.Errorf("invalid mapping expression %q: expected 'static value', method.request.*, integration.response.*, stageVariables.* or context.*", text)
}

func parseSource(text, rest string, body expressionKind, places map[string]expression) (expression, error) {
	place, name, named := strings.Cut(rest, ".")
	if place == "body" && !named {
		return expression{kind: body}, nil
	}
	if place == "body" && name != "" {
		// A JSONPath without its "$." is evaluated as a template would.
		quoted := strings.ReplaceAll(name, "'", "''")
		return expression{kind: body, path: compileTemplate(text, "$input.path('$."+quoted+"')")}, nil
	}
	if e, ok := places[place]; ok && name != "" {
		e.name = name
		return e, nil
	}
	return expression{}, fmt.Errorf("invalid mapping expression %q", text)
}

// value evaluates the expression; ok is false when its source is missing or empty, and the parameter
// is then not sent at all (GW-070). answer is nil before the back end has answered.
func (e expression) value(x *exchange, answer *Answer) (value string, ok bool, failure *Failure) {
	switch e.kind {
	case staticValue:
		value = e.name
	case requestParameter:
		value, _ = x.parameter(e.place, e.name)
	case requestParameterList:
		value = strings.Join(x.parameters(e.place, e.name), ",")
	case stageVariable:
		value = x.stage.Variables[e.name]
	case contextVariable:
		value, _ = x.variable(e.name)
	case requestBody:
		value, failure = e.ofRequestBody(x)
	case responseHeader, responseHeaderList:
		if answer != nil {
			values := answer.Header.Values(e.name)
			if e.kind == responseHeader && len(values) > 1 {
				values = values[len(values)-1:]
			}
			value = strings.Join(values, ",")
		}
	case responseBody:
		if answer != nil {
			value, failure = e.ofBody(x, string(answer.Body))
		}
	}
	return value, value != "", failure
}

// ofRequestBody sees an empty body as {} and refuses one that starts like an object but is none,
// also when the whole of it is mapped (GW-072).
func (e expression) ofRequestBody(x *exchange) (string, *Failure) {
	body := strings.TrimSpace(utf8Text(x.request.Body))
	if body == "" {
		body = "{}"
	}
	if strings.HasPrefix(body, "{") && !validPayload(body) {
		f := fail(Default4XX)
		f.Message = "Invalid JSON in request body"
		return "", f
	}
	return e.ofBody(x, body)
}

func (e expression) ofBody(x *exchange, body string) (string, *Failure) {
	if e.path == nil {
		return body, nil
	}
	text, err := x.render(e.path, body)
	if err != nil && !isPayloadError(err) {
		return "", misconfigured("mapping expression %s: %v", e.path.name, err)
	}
	return text, nil
}

// requestMapping maps a value to a parameter of the integration request.
type requestMapping struct {
	place string // header, querystring, path
	name  string
	from  expression
}

func compileRequestMappings(parameters map[string]string) ([]requestMapping, error) {
	var mappings []requestMapping
	for _, target := range sortedKeys(parameters) {
		rest, ok := strings.CutPrefix(target, "integration.request.")
		place, name, named := strings.Cut(rest, ".")
		if !ok || !named || name == "" || place != "header" && place != "querystring" && place != "path" {
			return nil, fmt.Errorf("request parameter %q: expected integration.request.{header,querystring,path}.<name>", target)
		}
		from, err := parseExpression(parameters[target])
		if err != nil {
			return nil, fmt.Errorf("request parameter %q: %w", target, err)
		}
		mappings = append(mappings, requestMapping{place, name, from})
	}
	return mappings, nil
}

// pathTemplate is a uri or credentials string with ${stageVariables.x} and {pathParameter} in it.
type pathTemplate []pathTemplatePart

type pathTemplatePart struct {
	text     string
	variable bool // a stage variable
	path     bool // a path parameter of the integration request
}

func parsePathTemplate(text string) pathTemplate {
	var parts pathTemplate
	for text != "" {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			return append(parts, pathTemplatePart{text: text})
		}
		before, name := text[:open], text[open+1:end]
		variable, isVariable := strings.CutPrefix(name, "stageVariables.")
		if isVariable && strings.HasSuffix(before, "$") {
			before, name = before[:len(before)-1], variable
		} else {
			isVariable = false
		}
		if before != "" {
			parts = append(parts, pathTemplatePart{text: before})
		}
		parts = append(parts, pathTemplatePart{text: name, variable: isVariable, path: !isVariable})
		text = text[end+1:]
	}
	return parts
}

// expand fills in stage variables and path parameters; what is undefined is empty.
func (t pathTemplate) expand(variables map[string]string, path func(string) string) string {
	if len(t) == 1 && !t[0].variable && !t[0].path {
		return t[0].text
	}
	var b strings.Builder
	for _, part := range t {
		switch {
		case part.variable:
			b.WriteString(variables[part.text])
		case part.path:
			b.WriteString(path(part.text))
		default:
			b.WriteString(part.text)
		}
	}
	return b.String()
}
