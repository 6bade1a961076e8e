package vtl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Document is a template with the data to render it with, as one JSON object:
//
//	{"template": "...", "body": "...", "path": {}, "querystring": {}, "header": {},
//	 "context": {}, "stageVariables": {}, "vars": {}}
//
// Every member may be missing. A further one, "name", stands for the template in errors. A body that is not a string stands for its own JSON text. vars are
// further top-level references.
type Document struct {
	Name     string
	Template string
	Given    bool // whether the document has a template
	Data     *Data
}

// ReadDocument reads a Document. What is not a Document is an error that names every member that is
// wrong: the members are read strictly, unlike the payloads that API Gateway reads.
func ReadDocument(text string) (*Document, error) {
	var raw struct {
		Name                                           string            `json:"name"`
		Template                                       *string           `json:"template"`
		StageVariables                                 map[string]string `json:"stageVariables"`
		Body, Path, Querystring, Header, Context, Vars json.RawMessage
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	var wrong *json.UnmarshalTypeError
	if err := decoder.Decode(&raw); errors.As(err, &wrong) && wrong.Field != "" {
		return nil, fmt.Errorf("not a document to render: %s is a %s: it must be a %s", wrong.Field, wrong.Value, wrong.Type)
	} else if err != nil {
		return nil, fmt.Errorf("not a document to render: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not a document to render: there is more after it")
	}
	r := &objectReader{}
	d := &Document{Name: raw.Name, Data: &Data{
		Body:           payload(raw.Body),
		Params:         Params{Path: r.object("path", raw.Path), Querystring: r.object("querystring", raw.Querystring), Header: r.object("header", raw.Header)},
		Context:        r.object("context", raw.Context),
		StageVariables: raw.StageVariables,
		Vars:           map[string]any{},
	}}
	if raw.Template != nil {
		d.Template, d.Given = *raw.Template, true
	}
	for _, e := range r.object("vars", raw.Vars).Entries() {
		d.Data.Vars[fmt.Sprint(e.Key)] = e.Value
	}
	return d, errors.Join(r.problems...)
}

// payload is the raw body: a JSON string stands for its text, and any other JSON for itself.
func payload(text json.RawMessage) string {
	var s string
	if json.Unmarshal(text, &s) == nil {
		return s
	}
	return string(text)
}

// objectReader reads members that are objects, and keeps what is wrong with them.
type objectReader struct{ problems []error }

func (r *objectReader) object(name string, text json.RawMessage) *Map {
	if len(text) == 0 || string(text) == "null" {
		return NewMap()
	}
	v, err := FromJSON(string(text))
	if m, ok := v.(*Map); err == nil && ok {
		return m
	}
	r.problems = append(r.problems, fmt.Errorf("%s is %.40s: it must be a JSON object", name, text))
	return NewMap()
}
