package command

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/dataplane/trace"
	"lambdaless/local/serve"
)

// TestStopAndStartAgain walks through what a user does in a day: up, use, stop, up, invoke, down.
func TestStopAndStartAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")

	first := newHarnessIn(t, dir)
	out, err := first.deploy(t.Context())
	require.NoError(t, err)
	assert.Equal(t, first.cloud.URL+"/local", out.text("apiUrl"))
	assert.Equal(t, 200, first.ask("PUT", "/bob", interstellar).status)
	second := serve.Options{Dir: dir, Tools: first.tools(), Progress: first.out}
	_, err = serve.Start(t.Context(), second)
	require.ErrorIs(t, err, serve.ErrInUse, "one process at a time")
	assert.ErrorContains(t, err, fmt.Sprintf("%s is in use by process %d", dir, os.Getpid()))
	beside, err := command(t, t.Context(), "", "invoke", "GET", "/bob", "--dir", dir)
	require.NoError(t, err)
	assert.Contains(t, beside, "Interstellar", "invoke works beside the process that serves")
	require.NoError(t, first.close())

	again := newHarnessIn(t, dir)
	for _, step := range again.up().types() {
		assert.Equal(t, "update aws:apigateway/stage:Stage", step, "only the port may have changed")
	}
	assert.JSONEq(t, `{"name":"bob","favorite_movie":"Interstellar"}`, again.ask("GET", "/bob", "").body, "yesterday's movies")
	require.NoError(t, again.close())

	text, err := command(t, t.Context(), "", "invoke", "GET", "/bob", "--dir", dir)
	require.NoError(t, err)
	for _, shown := range []string{"/{name}", projectName(t) + "-local-us-east-1-get-@", "dynamodb:GetItem", "templates/movie/get.request.vtl", "200 OK", "Interstellar"} {
		assert.Contains(t, text, shown, "invoke works without a process that serves, and shows the way")
	}
	text, err = command(t, t.Context(), "", "invoke", "put", "/bob?x=1", "--body", `{"wrong":1}`, "--header", "Content-Type: application/json", "--json", "--dir", dir)
	require.NoError(t, err)
	var seen trace.Trace
	require.NoError(t, json.Unmarshal([]byte(text), &seen))
	assert.Equal(t, "PUT /local/bob?x=1", seen.Request.Line)
	assert.Equal(t, "400 Bad Request", seen.Response.Line)
	assert.JSONEq(t, `{"message":"Invalid request body"}`, seen.Response.Body)

	said, err := command(t, t.Context(), "", "down", "--dir", dir)
	require.NoError(t, err, said)
	assert.NoDirExists(t, dir)
	_, err = command(t, t.Context(), "", "invoke", "GET", "/bob", "--dir", dir)
	require.ErrorContains(t, err, "run `make up` first")
}

func TestInvokeRefusesWhatIsNoRequest(t *testing.T) {
	t.Parallel()
	out := outputs{"apiUrl": {value: "http://127.0.0.1:8080/local"}, "apiKey": {value: "secret"}}
	_, err := newInvocation(out, "GET", "bob", nil, "")
	require.ErrorContains(t, err, "must start with a slash")
	_, err = newInvocation(out, "GET", "/bob", []string{"x"}, "")
	require.ErrorContains(t, err, "has no colon")
	_, err = newInvocation(outputs{}, "GET", "/bob", nil, "")
	require.ErrorContains(t, err, "not an invoke URL")
	request, err := newInvocation(out, "get", "/a%2Fb?q=1", []string{"X-Api-Key: mine"}, "")
	require.NoError(t, err)
	assert.Equal(t, []string{"GET", "/local/a%2Fb", "q=1", "mine"}, []string{request.Method, request.Path, request.RawQuery, request.Header.Get("X-Api-Key")})
}

// TestTestInvocationsNeedTheirHeader: without it the path is one of the API's, which has no such stage.
func TestTestInvocationsNeedTheirHeader(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	response, err := http.Post(l.cloud.URL+"/.local/invoke", "application/json", nil)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	assert.Equal(t, http.StatusForbidden, response.StatusCode)
}

func TestOutputsAreWrittenWholeAndForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "outputs.json")
	require.NoError(t, outputs{"apiKey": {value: "k", secret: true}, "roleArns": {value: map[string]any{"GET /": "arn"}}}.write(file))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.JSONEq(t, `{"apiKey":"k","roleArns":{"GET /":"arn"}}`, string(text))
	info, err := os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}
