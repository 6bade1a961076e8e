package dataplane

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/trace"
)

var update = flag.Bool("update", false, "write the golden files")

func TestTrace(t *testing.T) {
	t.Parallel()
	get := dynamo("GET", "## source: movie/get.request.vtl\n"+`{"TableName":"movies","Key":{"name":{"S":"$input.params('name')"}}}`)
	get.Integration.IntegrationResponses[0].ResponseTemplates = map[string]string{
		"application/json": "## source: movie/get.response.vtl\n" + `{"favorite_movie":$input.json('$.Item.favorite_movie.S')}`,
	}
	get.Integration.IntegrationResponses = append(get.Integration.IntegrationResponses, apigateway.IntegrationResponse{StatusCode: "400", SelectionPattern: `4\d{2}`})
	denied := with(get, func(m *apigateway.Method) {
		i := *m.Integration
		i.URI = "arn:aws:apigateway:us-east-1:dynamodb:action/DeleteItem"
		m.HTTPMethod, m.Integration = "DELETE", &i
	})
	broken := mock("PUT", "x")
	broken.Integration.RequestTemplates["application/json"] = "## source: movie/put.request.vtl\n{\n  #if($x"
	overridden := mock("PATCH", `#set($context.responseOverride.status = 404){"message":"none"}`)
	r := newHarness(t, &apigateway.API{Resources: []apigateway.Resource{resource("/{name}", get, denied, broken, overridden)}})
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return dynamoAnswer(200, `{"Item":{"favorite_movie":{"S":"Interstellar"}}}`), nil
	}
	for name, request := range map[string]*Request{
		"ok":            requestOf(t, r, "GET /dev/bob?q=1", "X-Api-Key: a-secret-api-key", "Accept: application/json"),
		"denied":        requestOf(t, r, "DELETE /dev/bob"),
		"broken":        requestOf(t, r, "PUT /dev/bob", `|{"favorite_movie":"Heat"}`),
		"overridden":    requestOf(t, r, "PATCH /dev/bob"),
		"unknown-route": requestOf(t, r, "POST /dev/bob"),
	} {
		t.Run(name, func(t *testing.T) {
			seen := &trace.Trace{}
			r.gateway.Invoke(context.Background(), request, seen)
			var out bytes.Buffer
			require.NoError(t, seen.Print(&out, false))
			golden(t, name+".trace.txt", out.Bytes())

			encoded, err := json.Marshal(seen)
			require.NoError(t, err)
			var back trace.Trace
			require.NoError(t, json.Unmarshal(encoded, &back))
			again, err := json.Marshal(back)
			require.NoError(t, err)
			assert.JSONEq(t, string(encoded), string(again))
			assert.NotContains(t, string(encoded), "a-secret-api-key")

			var colored bytes.Buffer
			require.NoError(t, seen.Print(&colored, true))
			assert.Contains(t, colored.String(), "\x1b[")
			assert.NotContains(t, out.String(), "\x1b[")
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(file, got, 0o600))
	}
	want, err := os.ReadFile(file) // a fixed folder
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "run go test -update if this is meant")
}

// A trace has what each template was rendered with, without secrets.
func TestATraceHasTheRenderings(t *testing.T) {
	t.Parallel()
	get := dynamo("GET", "## source: movie/get.request.vtl\n"+`{"TableName":"movies","Key":{"name":{"S":"$input.params('name')$context.requestId"}}}`)
	get.Integration.IntegrationResponses[0].ResponseTemplates = map[string]string{"application/json": `{"a":$input.json('$.a')}`}
	r := newHarness(t, &apigateway.API{Resources: []apigateway.Resource{resource("/{name}", get)}})
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return dynamoAnswer(200, `{"a":1}`), nil
	}
	var seen trace.Trace
	r.gateway.Invoke(context.Background(), requestOf(t, r, "GET /dev/bo%62?q=1", "X-Api-Key: a-secret-api-key", "X-Who: me"), &seen)
	require.Len(t, seen.Renderings, 2)
	first, second := seen.Renderings[0], seen.Renderings[1]
	assert.Equal(t, "templates/movie/get.request.vtl", first.Template)
	assert.NotContains(t, first.Text, "## source")
	assert.Equal(t, map[string]any{"name": "bo%62"}, first.Input.Path)
	assert.Equal(t, map[string]any{"q": "1"}, first.Input.Querystring)
	assert.Equal(t, "me", first.Input.Header["X-Who"])
	assert.Equal(t, seen.RequestID, first.Input.Context["requestId"])
	assert.NotContains(t, first.Input.Context, "responseOverride")
	assert.JSONEq(t, `{"a":1}`, second.Input.Body)
	text, err := json.Marshal(seen)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "a-secret-api-key")
}
