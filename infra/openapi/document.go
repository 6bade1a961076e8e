package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Document is the OpenAPI document of an API: JSON with two spaces of indentation and a line feed at the end.
// The same API always has the same document. The error says which schema is not JSON.
func Document(api API) (string, error) {
	d := &document{
		OpenAPI: "3.1.1",
		Info:    info{Title: api.Title, Description: api.Description, Version: api.Version},
		Servers: []server{{URL: ".", Description: "The stage that serves this document, or whose URL a client is given"}},
		Paths:   map[string]map[string]operation{},
		Components: components{
			Schemas: map[string]any{}, Responses: map[string]response{}, SecuritySchemes: api.Schemes,
		},
	}
	for _, e := range api.Endpoints {
		op, err := d.operation(e)
		if err != nil {
			return "", fmt.Errorf("%s %s: %w", e.Method, e.Path, err)
		}
		path := greedy.ReplaceAllString(e.Path, "{$1}")
		if d.Paths[path] == nil {
			d.Paths[path] = map[string]operation{}
		}
		d.Paths[path][strings.ToLower(e.Method)] = op
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(d)
	return out.String(), err
}

// Compact is a document on one line.
func Compact(document string) string {
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(document)); err != nil {
		return document
	}
	return out.String()
}

// greedy is a parameter that takes the rest of a path, which OpenAPI does not have.
var greedy = regexp.MustCompile(`\{([^{}]+)\+\}`)

type document struct {
	OpenAPI    string                          `json:"openapi"`
	Info       info                            `json:"info"`
	Servers    []server                        `json:"servers"`
	Paths      map[string]map[string]operation `json:"paths"`
	Components components                      `json:"components"`
}

type info struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Version     string `json:"version"`
}

type server struct {
	URL         string `json:"url"`
	Description string `json:"description"`
}

type components struct {
	Schemas         map[string]any      `json:"schemas"`
	Responses       map[string]response `json:"responses"`
	SecuritySchemes map[string]Scheme   `json:"securitySchemes,omitempty"`
}

type operation struct {
	ID         string                `json:"operationId"`
	Summary    string                `json:"summary"`
	Security   []map[string][]string `json:"security"`
	Parameters []parameter           `json:"parameters,omitempty"`
	Body       *body                 `json:"requestBody,omitempty"`
	Responses  map[string]any        `json:"responses"` // a response or a reference
}

type parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Description string `json:"description,omitempty"`
	Required    bool   `json:"required"`
	Schema      any    `json:"schema"`
	Example     any    `json:"example,omitempty"`
}

type body struct {
	Required bool             `json:"required"`
	Content  map[string]media `json:"content"`
}

type media struct {
	Schema  any `json:"schema"`
	Example any `json:"example,omitempty"`
}

type response struct {
	Description string            `json:"description"`
	Headers     map[string]header `json:"headers,omitempty"`
	Content     map[string]media  `json:"content,omitempty"`
}

type header struct {
	Description string `json:"description"`
	Schema      any    `json:"schema"`
}

type reference struct {
	Ref string `json:"$ref"`
}

const jsonType = "application/json"

func (d *document) operation(e Endpoint) (operation, error) {
	op := operation{ID: e.ID, Summary: e.Summary, Security: []map[string][]string{}, Responses: map[string]any{}}
	if op.Summary == "" {
		op.Summary = e.Method + " " + e.Path
	}
	if e.Security != "" {
		op.Security = append(op.Security, map[string][]string{e.Security: append([]string{}, e.Scopes...)})
	}
	for _, p := range e.Parameters {
		written, err := newParameter(p)
		if err != nil {
			return op, fmt.Errorf("the parameter %s: %w", p.Name, err)
		}
		op.Parameters = append(op.Parameters, written)
	}
	slices.SortStableFunc(op.Parameters, func(a, b parameter) int {
		return slices.Index(places, a.In) - slices.Index(places, b.In)
	})
	if e.Body != nil {
		schema, err := parse(e.Body.Schema, "#/components/schemas/"+e.Body.Name)
		if err != nil {
			return op, fmt.Errorf("the body: %w", err)
		}
		d.Components.Schemas[e.Body.Name] = withoutExamples(schema)
		op.Body = &body{Required: true, Content: map[string]media{
			jsonType: {Schema: reference{"#/components/schemas/" + e.Body.Name}, Example: example(schema)},
		}}
	}
	return op, d.responses(op, e)
}

// places is the order of parameters.
var places = []string{"path", "query", "header"}

func newParameter(p Parameter) (parameter, error) {
	written := parameter{Name: p.Name, In: p.In, Required: p.Required, Schema: map[string]any{"type": "string"}}
	if p.Schema == "" {
		return written, nil
	}
	schema, err := parse(p.Schema, "")
	if err != nil {
		return written, err
	}
	written.Example = example(schema)
	plain, _ := withoutExamples(schema).(map[string]any)
	written.Description, _ = plain["description"].(string)
	delete(plain, "description")
	written.Schema = plain
	return written, nil
}
