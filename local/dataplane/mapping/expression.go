package mapping

import (
	"errors"
	"fmt"
	"strings"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/encoding"
)

// Expression is the right-hand side of a parameter mapping
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html).
type Expression struct {
	kind  expressionKind
	place string    // path, querystring, header
	name  string    // of the parameter, stage variable or context variable; the static value
	path  *Template // evaluates a JSONPath of the body; nil for the whole body
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

// ParseExpression parses an expression.
func ParseExpression(text string) (Expression, error) {
	if len(text) >= 2 && text[0] == '\'' && text[len(text)-1] == '\'' {
		return Expression{kind: staticValue, name: text[1 : len(text)-1]}, nil
	}
	if name, ok := strings.CutPrefix(text, "stageVariables."); ok && name != "" {
		return Expression{kind: stageVariable, name: name}, nil
	}
	if name, ok := strings.CutPrefix(text, "context."); ok && name != "" {
		return Expression{kind: contextVariable, name: name}, nil
	}
	if rest, ok := strings.CutPrefix(text, "method.request."); ok {
		return parseSource(text, rest, requestBody, map[string]Expression{
			"path": {kind: requestParameter, place: "path"}, "querystring": {kind: requestParameter, place: "querystring"},
			"header":                {kind: requestParameter, place: "header"},
			"multivaluequerystring": {kind: requestParameterList, place: "querystring"},
			"multivalueheader":      {kind: requestParameterList, place: "header"},
		})
	}
	if rest, ok := strings.CutPrefix(text, "integration.response."); ok {
		return parseSource(text, rest, responseBody, map[string]Expression{
			"header": {kind: responseHeader}, "multivalueheader": {kind: responseHeaderList},
		})
	}
	return Expression{}, fmt.Errorf("invalid mapping expression %q: expected 'static value', method.request.*, integration.response.*, stageVariables.* or context.*", text)
}

func parseSource(text, rest string, body expressionKind, places map[string]Expression) (Expression, error) {
	place, name, named := strings.Cut(rest, ".")
	if place == "body" && !named {
		return Expression{kind: body}, nil
	}
	if place == "body" && name != "" {
		// A JSONPath without its "$." is evaluated as a template would.
		quoted := strings.ReplaceAll(name, "'", "''")
		return Expression{kind: body, path: compileTemplate(text, "$input.path('$."+quoted+"')")}, nil
	}
	if e, ok := places[place]; ok && name != "" {
		e.name = name
		return e, nil
	}
	return Expression{}, fmt.Errorf("invalid mapping expression %q", text)
}

// ErrInvalidJSON is a request body that an expression needs as JSON and that is not (GW-072). Its
// text is API Gateway's.
//
//lint:ignore ST1005 the text is API Gateway's
var ErrInvalidJSON = errors.New("Invalid JSON in request body")

// Value evaluates the expression; it is "" when its source is missing or empty, and the parameter is then not
// sent at all (GW-070). answer is nil before the back end has answered. An error other than ErrInvalidJSON
// is the API's fault.
func (e Expression) Value(r *Request, answer *database.Answer) (string, error) {
	switch e.kind {
	case staticValue:
		return e.name, nil
	case requestParameter:
		value, _ := r.Parameter(e.place, e.name)
		return value, nil
	case requestParameterList:
		return strings.Join(r.Parameters(e.place, e.name), ","), nil
	case stageVariable:
		return r.StageVariables[e.name], nil
	case contextVariable:
		value, _ := r.Variable(e.name)
		return value, nil
	case requestBody:
		return e.ofRequestBody(r)
	}
	if answer == nil {
		return "", nil
	}
	if e.kind == responseBody {
		return e.ofBody(r, string(answer.Body))
	}
	values := answer.Header.Values(e.name)
	if e.kind == responseHeader && len(values) > 1 {
		values = values[len(values)-1:]
	}
	return strings.Join(values, ","), nil
}

// ofRequestBody sees an empty body as {} and refuses one that starts like an object but is not JSON, also when
// the whole of it is mapped (GW-072).
func (e Expression) ofRequestBody(r *Request) (string, error) {
	body := strings.TrimSpace(encoding.Text(r.Body))
	if body == "" {
		body = "{}"
	}
	if strings.HasPrefix(body, "{") && !validJSON(body) {
		return "", ErrInvalidJSON
	}
	return e.ofBody(r, body)
}

func (e Expression) ofBody(r *Request, body string) (string, error) {
	if e.path == nil {
		return body, nil
	}
	text, err := r.Render(e.path, body)
	if _, isPayload := PayloadMessage(err); err != nil && !isPayload {
		return "", fmt.Errorf("mapping expression %s: %w", e.path.Name, err)
	}
	return text, nil
}
