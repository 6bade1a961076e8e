package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/engine"
)

func TestExamplesAreCurlLinesInAnOrderThatMakesSense(t *testing.T) {
	t.Parallel()
	api := &apigateway.API{
		Models: []apigateway.Model{{Name: "Book", Schema: `{"type":"object","required":["title","year","tags","sold","shelf"],"properties":{
			"title":{"type":"string","minLength":20},"year":{"type":"integer","minimum":1900},"tags":{"type":"array","items":{"type":"string","maxLength":4}},
			"sold":{"type":"boolean"},"shelf":{"enum":["it's A","B"]},"left":{"type":"string"}}}`},
			{Name: "Change", Schema: `{"type":"object","minProperties":1,"properties":{"title":{"type":"string"},"year":{"type":["integer","null"]}}}`}},
		Resources: []apigateway.Resource{
			{Path: "/books/{id}", Methods: []apigateway.Method{
				{HTTPMethod: "DELETE", APIKeyRequired: true}, {HTTPMethod: "GET"}, {HTTPMethod: "OPTIONS"},
				{HTTPMethod: "PATCH", RequestModels: map[string]string{"application/json": "Change"}},
				{HTTPMethod: "PUT", APIKeyRequired: true, RequestModels: map[string]string{"application/json": "Book"}},
			}},
			{Path: "/books", Methods: []apigateway.Method{{HTTPMethod: "GET", RequestParameters: map[string]bool{
				"method.request.querystring.ids": true, "method.request.querystring.cursor": false, "method.request.header.X-Tenant": true, "method.request.path.id": true,
			}}, {HTTPMethod: "POST", RequestModels: map[string]string{"application/json": "Unknown"}}}},
		},
	}
	assert.Equal(t, []string{
		`curl -i -X PUT http://h/s/books/bob -H 'x-api-key: k' -H 'Content-Type: application/json' -d '{"shelf":"it'\''s A","sold":true,"tags":["my t"],"title":"my title............","year":1900}'`,
		`curl -i -X POST http://h/s/books`,
		`curl -i -X PATCH http://h/s/books/bob -H 'Content-Type: application/json' -d '{"year":1}'`,
		`curl -i 'http://h/s/books?ids=bob' -H 'X-Tenant: bob'`,
		`curl -i http://h/s/books/bob`,
		`curl -i -X DELETE http://h/s/books/bob -H 'x-api-key: k'`,
	}, examples(api, "http://h/s", "k"))
}

// Every body that is shown for the examples is one that its model takes. Of a pattern, as an API of your own may have, no
// sample can be made.
func TestSampleBodiesMatchTheirModels(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	var files []string
	for _, folder := range []string{"template/templates", "examples/orders/templates", "examples/customers/templates"} {
		found, err := filepath.Glob(filepath.Join(root, folder, "*", "*.model.json"))
		require.NoError(t, err)
		require.NotEmpty(t, found, folder)
		files = append(files, found...)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		api := &apigateway.API{Models: []apigateway.Model{{Name: "Model", Schema: string(text)}}}
		body, ok := sampleBody(api, apigateway.Method{RequestModels: map[string]string{"application/json": "Model"}})
		require.True(t, ok, file)
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		compiler := jsonschema.NewCompiler()
		require.NoError(t, compiler.AddResource("model.json", document))
		model, err := compiler.Compile("model.json")
		require.NoError(t, err)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		require.NoError(t, err)
		assert.NoError(t, model.Validate(value), "%s: %s", file, body)
	}
}
