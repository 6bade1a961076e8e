package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"lambdaless/internal/vtl/conformance"
)

//go:embed corpus/*.vtl
var corpusFiles embed.FS

// corpus is the templates written by hand: several to a file, separated by lines of dashes. Each is rendered with
// several bodies.
func corpus() ([]document, error) {
	documents, err := conformanceDocuments()
	if err != nil {
		return nil, err
	}
	vars := json.RawMessage(`{"x":"X","e":"","s":"a,b,,c","n":5,"d":1.5,"t":true,"f":false,"l":[1,2,3],"w":["b","a"],"m":{"a":1,"b":[1,"q"],"c":{"d":"e"}}}`)
	bodies := []string{
		`{"name":"bob","favorite_movie":"Interstellar","tags":["a","b'c"],"price":12.50,"n":null,"o":{"k":[{"nested":"bar"}]}}`,
		"", "name=toqoz", `"x"`, `[1,"a",{"b":2}]`, "{", `{"Item":{"favorite_movie":{"S":"Say \"hi\""},"id":{"S":"1"}}}`, `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}`,
	}
	files, err := corpusFiles.ReadDir("corpus")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		text, err := corpusFiles.ReadFile("corpus/" + f.Name())
		if err != nil {
			return nil, err
		}
		for i, template := range strings.Split(string(text), "\n----\n") {
			for j, body := range bodies {
				documents = append(documents, document{
					Template: template, Body: body, Vars: vars, Name: fmt.Sprintf("%s/%d/%d", f.Name(), i, j),
					Path: map[string]string{"name": "o'brien%20\"x\""}, Querystring: map[string]string{"q": "a b", "name": "query"}, Header: map[string]string{"X-Id": "h"},
					Context: map[string]any{"requestId": "r", "stage": "dev", "requestTimeEpoch": 1700000000000}, StageVariables: map[string]string{"table": "t1"},
				})
			}
		}
	}
	return documents, nil
}

// conformanceDocuments are the cases of the assumptions.
func conformanceDocuments() ([]document, error) {
	cases, err := conformance.Cases()
	if err != nil {
		return nil, err
	}
	documents := make([]document, len(cases))
	for i, c := range cases {
		documents[i] = document{
			Template: c.Template, Body: c.Body, Vars: json.RawMessage(conformance.Vars), Name: c.ID + " " + c.Name,
			Path: conformance.Path, Querystring: conformance.Querystring, Header: conformance.Header,
			Context: conformance.Context, StageVariables: conformance.StageVariables,
		}
		if c.Ours {
			documents[i].explained = c.ID
		}
	}
	return documents, nil
}
