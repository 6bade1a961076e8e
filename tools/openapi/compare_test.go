package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const base = `{
  "openapi": "3.1.1", "info": {"title": "t", "version": "1"},
  "paths": {"/{name}": {
    "get": {"operationId": "Get", "security": [], "parameters": [
      {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}},
      {"name": "limit", "in": "query", "required": false, "schema": {"type": "integer", "maximum": 100}}],
      "responses": {
        "200": {"description": "d", "content": {"application/json": {"schema": {"type": "object", "required": ["name"],
          "properties": {"name": {"type": "string"}, "movie": {"type": "string"}}}}}},
        "404": {"description": "d", "content": {"application/json": {"schema": {"type": "object"}}}}}},
    "put": {"operationId": "Put", "security": [], "parameters": [
      {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}}],
      "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "required": ["movie"],
        "properties": {"movie": {"type": "string", "maxLength": 256}, "year": {"type": "integer"}}, "additionalProperties": false}}}},
      "responses": {"204": {"description": "d"}}}
  }},
  "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}}
}`

func TestChanges(t *testing.T) {
	for name, test := range map[string]struct {
		from, to string // a replacement in the document
		breaking string // part of the line; empty for a compatible change
	}{
		"an endpoint is gone":          {`"put": {`, `"patch": {`, "PUT /{name}: API removed"},
		"an endpoint is new":           {`"/{name}": {`, `"/new": {"get": {"operationId": "New", "responses": {"200": {"description": "d"}}}}, "/{name}": {`, ""},
		"a field of an answer is gone": {`, "movie": {"type": "string"}}}}}}`, `}}}}}`, "`movie` from the response"},
		"a required field is gone": {`"required": ["name"],
          "properties": {"name": {"type": "string"}, `, `"properties": {`, "`name` from the response"},
		"a field of an answer is optional":   {`"required": ["name"],`, ``, "`name` became optional"},
		"a field of an answer is new":        {`"movie": {"type": "string"}}}}}}`, `"movie": {"type": "string"}, "year": {"type": "integer"}}}}}}`, ""},
		"a field has another type":           {`"properties": {"name": {"type": "string"}`, `"properties": {"name": {"type": "integer"}`, "type"},
		"a field can be null":                {`"properties": {"name": {"type": "string"}`, `"properties": {"name": {"type": ["string", "null"]}`, "nullable"},
		"success has another status":         {`"204"`, `"200"`, "success response with the status `204`"},
		"an error has another status":        {`"404"`, `"410"`, "non-success response with the status `404`"},
		"an error is new":                    {`"404"`, `"429": {"description": "d"}, "404"`, ""},
		"a parameter is required now":        {`"in": "query", "required": false`, `"in": "query", "required": true`, "`limit` became required"},
		"a parameter is new and required":    {`"get": {"operationId": "Get", "security": [], "parameters": [`, `"get": {"operationId": "Get", "security": [], "parameters": [{"name": "x", "in": "query", "required": true, "schema": {"type": "string"}},`, "`x`"},
		"a parameter is new and optional":    {`"get": {"operationId": "Get", "security": [], "parameters": [`, `"get": {"operationId": "Get", "security": [], "parameters": [{"name": "x", "in": "query", "required": false, "schema": {"type": "string"}},`, ""},
		"a parameter is gone":                {`{"name": "limit", "in": "query", "required": false, "schema": {"type": "integer", "maximum": 100}}`, `{"name": "size", "in": "query", "required": false, "schema": {"type": "integer"}}`, "`limit`"},
		"a parameter's bound is tighter":     {`"maximum": 100`, `"maximum": 10`, "max"},
		"a parameter's bound is wider":       {`"maximum": 100`, `"maximum": 1000`, ""},
		"a body's field is required now":     {`"required": ["movie"]`, `"required": ["movie", "year"]`, "`year` became required"},
		"a body's field is not required now": {`"required": ["movie"],`, ``, ""},
		"a body's field is gone":             {`, "year": {"type": "integer"}`, ``, "`year`"},
		"a body's field is shorter":          {`"maxLength": 256`, `"maxLength": 10`, "decreased"},
		"a body's field is new":              {`"year": {"type": "integer"}`, `"year": {"type": "integer"}, "genre": {"type": "string"}`, ""},
		"a key is needed now":                {`"operationId": "Get", "security": []`, `"operationId": "Get", "security": [{"key": []}]`, "anonymous"},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(base, test.from) == 0 {
				t.Fatalf("the document has no %s", test.from)
			}
			before, after := documents(t, strings.Replace(base, test.from, test.to, 1))
			changes, err := compare(before, after)
			if err != nil {
				t.Fatal(err)
			}
			if test.breaking == "" && len(changes.Breaking) > 0 {
				t.Errorf("it breaks clients: %q", changes.Breaking)
			}
			if test.breaking == "" && len(changes.Compatible) == 0 {
				t.Error("the change is not listed")
			}
			if !strings.Contains(strings.Join(changes.Breaking, "\n"), test.breaking) {
				t.Errorf("no breaking change has %q: %q", test.breaking, changes)
			}
		})
	}
}

func documents(t *testing.T, changed string) (before, after string) {
	t.Helper()
	dir := t.TempDir()
	before, after = filepath.Join(dir, "before.json"), filepath.Join(dir, "after.json")
	for file, text := range map[string]string{before: base, after: changed} {
		if !json.Valid([]byte(text)) {
			t.Fatalf("not JSON: %s", text)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return before, after
}

func TestWriting(t *testing.T) {
	committed, breaking := documents(t, strings.Replace(base, `"404"`, `"410"`, 1))
	var out bytes.Buffer
	if err := run([]string{"check", committed, breaking}, &out); err == nil || !strings.Contains(out.String(), "404") {
		t.Errorf("a breaking change passes: %v, %s", err, &out)
	}
	if err := run([]string{"write", committed, breaking}, &out); err == nil || !same(t, committed, base) {
		t.Errorf("a breaking change is written without being agreed to: %v", err)
	}
	if err := run([]string{"write", "--agree", committed, breaking}, &out); err != nil || same(t, committed, base) {
		t.Errorf("what was agreed to is not written: %v", err)
	}
	if err := run([]string{"check", committed, breaking}, &out); err != nil {
		t.Error(err)
	}
	first := filepath.Join(t.TempDir(), "first.json")
	if err := run([]string{"write", first, breaking}, &out); err != nil || same(t, first, base) {
		t.Errorf("a first document is not written: %v", err)
	}
}

func same(t *testing.T, file, text string) bool {
	t.Helper()
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(got) == text
}

func TestInvalidDocuments(t *testing.T) {
	for name, change := range map[string][2]string{
		"an unknown reference":              {`"schema": {"type": "string"}`, `"schema": {"$ref": "#/components/schemas/none"}`},
		"a path's parameter is missing":     {`"/{name}"`, `"/{name}/{other}"`},
		"a response without a description":  {`"204": {"description": "d"}`, `"204": {}`},
		"an example that its schema denies": {`"schema": {"type": "integer", "maximum": 100}`, `"schema": {"type": "integer"}, "example": "x"`},
	} {
		before, after := documents(t, strings.Replace(base, change[0], change[1], 1))
		if err := run([]string{"validate", before}, os.Stdout); err != nil {
			t.Fatal(err)
		}
		if err := run([]string{"validate", after}, os.Stdout); err == nil {
			t.Errorf("%s is valid", name)
		}
		if err := run([]string{"write", "--agree", before, after}, os.Stdout); err == nil || !same(t, before, base) {
			t.Errorf("%s is written: %v", name, err)
		}
	}
}
