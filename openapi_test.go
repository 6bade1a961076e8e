package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

// The committed documents are what the endpoints, the stacks' settings and the project's name say: scopes begin with it.
func TestOpenAPIDocumentsAreCurrent(t *testing.T) {
	t.Parallel()
	project, err := workspace.LoadProject("Pulumi.yaml")
	require.NoError(t, err)
	for _, stack := range []string{"dev", "prod"} {
		text := documentOf(t, project.Name.String(), stack, infra.Shipped)
		committed, err := os.ReadFile("openapi." + stack + ".json")
		require.NoError(t, err)
		assert.True(t, text == string(committed), "openapi.%s.json is not what the endpoints say: run make openapi, which refuses changes that break clients", stack)
		assert.Positive(t, checkExamples(t, text), stack)
	}
}

func documentOf(t *testing.T, project, stack string, api infra.API) string {
	t.Helper()
	var text string
	config := map[string]string{}
	for key, value := range infratest.StackConfig(t, stack) {
		config[strings.Replace(key, "lambdaless:", project+":", 1)] = value
	}
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		var err error
		text, err = infra.OpenAPI(ctx, api)
		return err
	}, infratest.Stack{Project: project, Name: stack, Config: config})
	require.NoError(t, err)
	return text
}

func TestOpenAPIDocumentsSayThatBodiesAreExplained(t *testing.T) {
	t.Parallel()
	api := fixture.Movies
	api.ExplainBodies = true
	text := documentOf(t, "lambdaless", "dev", api)
	checkExamples(t, text)
	var document struct {
		Paths map[string]map[string]struct{ Responses map[string]json.RawMessage }
	}
	require.NoError(t, json.Unmarshal([]byte(text), &document))
	movie := document.Paths["/{name}"]
	assert.Contains(t, string(movie["put"].Responses["400"]), `"errors"`)
	assert.Contains(t, string(movie["get"].Responses["400"]), `"#/components/responses/BadRequest"`, "no body, nothing to explain")
}

// A read has no condition that could fail, so BackendErrors' 409 is not among its answers; one that a template of its own
// makes is.
func TestOpenAPIDocumentsSayConflictOfWritesAlone(t *testing.T) {
	t.Parallel()
	conflicts := func(api infra.API) map[string]bool {
		var document struct {
			Paths map[string]map[string]struct{ Responses map[string]any }
		}
		require.NoError(t, json.Unmarshal([]byte(documentOf(t, "lambdaless", "dev", api)), &document))
		found := map[string]bool{}
		for method, operation := range document.Paths["/{name}"] {
			assert.Contains(t, operation.Responses, "429", method)
			_, found[method] = operation.Responses["409"]
		}
		return found
	}
	api, files := fixture.Editable()
	assert.Equal(t, map[string]bool{"get": false, "put": true, "delete": true}, conflicts(api))
	files["error/own.vtl"] = files[api.Errors[0].Template]
	api.Errors[0].Template = "error/own.vtl"
	assert.Equal(t, map[string]bool{"get": true, "put": true, "delete": true}, conflicts(api))
}

// checkExamples validates every example of a document by the schema beside it, and counts them.
func checkExamples(t *testing.T, document string) int {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	require.NoError(t, compiler.AddResource("file:///openapi.json", parsed))
	count := 0
	var walk func(at string, value any)
	walk = func(at string, value any) {
		object, ok := value.(map[string]any)
		if !ok {
			return
		}
		if example, ok := object["example"]; ok && object["schema"] != nil {
			schema, err := compiler.Compile("file:///openapi.json#" + at + "/schema")
			if assert.NoError(t, err, at) {
				assert.NoError(t, schema.Validate(example), at)
				count++
			}
		}
		for key, inner := range object {
			name := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key)
			walk(at+"/"+name, inner)
			if list, ok := inner.([]any); ok {
				for i, one := range list {
					walk(at+"/"+name+"/"+string(rune('0'+i)), one)
				}
			}
		}
	}
	walk("", parsed)
	require.False(t, bytes.Contains([]byte(document), []byte("make templates")), "how files are made is not for clients")
	return count
}
