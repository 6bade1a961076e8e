package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

func TestModelsThatRestrictNothing(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const (
		start = `{"type":"object","required":["favorite_movie"],"properties":{"favorite_movie":`
		empty = `{"$ref":"https://apigateway.amazonaws.com/restapis/abcdef1234/models/Empty"}`
		title = `{"$ref":"https://apigateway.amazonaws.com/restapis/abcdef1234/models/Title"}`
	)
	for name, schema := range map[string]string{
		"a member that is only described":    start + `{"description":"The movie"}}}`,
		"a member of every type":             start + `{"type":["object","array","string","number","boolean","null"]}}}`,
		"a member that may be anything else": start + `{"anyOf":[{"type":"string"},{}]}}}`,
		"a member with a default":            start + `{"default":"x"}}}`,
		"a member of an unknown model":       start + empty + `}}`,
		"a member of an empty definition":    start + `{"$ref":"#/definitions/any"}},"definitions":{"any":{}}}`,
		"a pattern of other members":         `{"type":"object","required":["a"],"properties":{"a":{"type":"string"}},"patternProperties":{"^z":{"type":"string"}}}`,
		"a pattern of anything":              `{"type":"object","required":["a"],"patternProperties":{".*":{}}}`,
		"further members that are described": `{"type":"object","additionalProperties":{"description":"x"}}`,
		"an unknown model":                   empty,
		"an unknown model among others":      `{"allOf":[` + empty + `]}`,
		"nothing that is required":           `{"type":"object","required":[],"properties":{}}`,
		"itself":                             `{"$ref":"#"}`,
	} {
		refused(t, prod, name, "LP-METH-002", func(a attacked) { a.set(a.of(graph.Model, ""), "schema", schema) })
	}
	for name, schema := range map[string]string{
		"a member with a type":           start + `{"type":"string"}}}`,
		"a member with types":            start + `{"type":["string","null"]}}}`,
		"a member that may be an object": start + `{"type":["object","string"]}}}`,
		"a member of an enumeration":     start + `{"enum":["a","b"]}}}`,
		"a member by definition":         start + `{"$ref":"#/definitions/title"}},"definitions":{"title":{"type":"string"}}}`,
		"a pattern of the member":        `{"type":"object","patternProperties":{"^favorite_":{"type":"string"}},"additionalProperties":false}`,
		"further members of a type":      `{"type":"object","additionalProperties":{"type":"string"}}`,
		"a member of a model of the API": start + title + `}}`,
	} {
		passes(t, prod, name, func(a attacked) {
			a.set(a.of(graph.Model, ""), "schema", schema)
			a.add(graph.Model, "title", map[string]any{"restApi": a.of(graph.RestAPI, ""), "name": "Title", "contentType": "application/json", "schema": `{"type":"string"}`})
		})
	}
}
