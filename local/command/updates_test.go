package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// deployed is a lab with an API deployed and a movie stored.
func deployed(t *testing.T, api infra.API, config map[string]string) *lab {
	t.Helper()
	l := newLab(t)
	l.configure(config)
	l.deploys(api)
	l.up()
	require.Equal(t, 200, l.ask("PUT", "/bob", interstellar).status)
	require.Equal(t, 200, l.ask("GET", "/bob", "").status)
	return l
}

// deploys makes api what the next update deploys.
func (l *lab) deploys(api infra.API) {
	l.program = func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }
}

// configure sets configuration keys of the program; an empty value removes the key.
func (l *lab) configure(config map[string]string) {
	l.Helper()
	for key, value := range config {
		if value == "" {
			require.NoError(l, l.stack.RemoveConfig(l.Context(), "lambdaless:"+key))
			continue
		}
		require.NoError(l, l.stack.SetConfigWithOptions(l.Context(), "lambdaless:"+key, auto.ConfigValue{Value: value}, &auto.ConfigOptions{}))
	}
}

// traffic sends a request over and over until stop, which returns the answers and how often each came.
func (l *lab) traffic(method, path, body string) (stop func() map[string]int) {
	ctx, cancel := context.WithCancel(l.Context())
	answers := map[string]int{}
	var finished sync.WaitGroup
	finished.Go(func() {
		for ctx.Err() == nil {
			request, err := http.NewRequestWithContext(ctx, method, l.cloud.URL+path, strings.NewReader(body))
			if err != nil {
				answers[err.Error()]++
				return
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				if ctx.Err() == nil {
					answers[err.Error()]++
				}
				continue
			}
			text, err := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if err == nil {
				answers[fmt.Sprintf("%d %s", response.StatusCode, compact(text))]++
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
	return func() map[string]int {
		cancel()
		finished.Wait()
		return answers
	}
}

// compact is JSON without the layout of the template that wrote it.
func compact(text []byte) string {
	var out bytes.Buffer
	if json.Compact(&out, text) != nil {
		return string(text)
	}
	return out.String()
}

// upUnderTraffic deploys once while clients read and write. Every answer has to be one of those given.
func (l *lab) upUnderTraffic(read, write []string) steps {
	l.Helper()
	stopReading, stopWriting := l.traffic("GET", "/local/bob", ""), l.traffic("PUT", "/local/alice", interstellar)
	done := l.up()
	reads, writes := stopReading(), stopWriting()
	assert.Positive(l, len(reads))
	assert.Positive(l, len(writes))
	for answer, times := range reads {
		assert.Contains(l, read, answer, "%d times", times)
	}
	for answer, times := range writes {
		assert.Contains(l, write, answer, "%d times", times)
	}
	return done
}

// settled holds that the update was complete: nothing to do, nothing drifted, and destroy leaves nothing.
func (l *lab) settled() {
	l.Helper()
	assert.Empty(l, l.up(), "nothing has changed")
	assert.Empty(l, l.run(func(ctx context.Context, r engine.Run) error {
		r.Refresh = true
		_, err := l.stack.Look(ctx, r)
		return err
	}), "nothing has drifted")
	require.NoError(l, l.stack.Remove(l.Context()))
	assert.Empty(l, l.records(), "destroy leaves nothing in the account, log groups included")
}

const (
	bobsMovie = `200 {"name":"bob","favorite_movie":"Interstellar"}`
	stored    = `200 {}`
)

// edited is the program's API with endpoints of its own and more templates.
func edited(t *testing.T, edit func(*infra.API, fstest.MapFS)) infra.API {
	t.Helper()
	files := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(infra.Movies.Templates, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(infra.Movies.Templates, path)
		files[path] = &fstest.MapFile{Data: text}
		return err
	}))
	api, err := infra.Movies.Expanded()
	require.NoError(t, err)
	api.Templates = files
	edit(&api, files)
	return api
}

func get(path, request string) infra.Endpoint {
	return infra.Endpoint{Method: "GET", Path: path, Action: infra.GetItem, Request: request,
		Responses: []infra.Response{{Status: 200, Template: "movie/get.response.vtl", Overrides: []int{404}}}}
}

// addColliding adds "GET /name" beside "GET /{name}".
func addColliding(api *infra.API, files fstest.MapFS) {
	files["static.vtl"] = &fstest.MapFile{Data: []byte(`{"TableName":"{{Table}}","Key":{"name":{"S":"bob"}}}`)}
	api.Endpoints = append(api.Endpoints, get("/name", "static.vtl"))
}

// renameParameter makes "/{name}" into "/{title}".
func renameParameter(api *infra.API, files fstest.MapFS) {
	for i := range api.Endpoints {
		e := &api.Endpoints[i]
		if e.Path == "/{name}" {
			e.Path = "/{title}"
			text := string(files[e.Request].Data)
			files[e.Request] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, `params("name")`, `params("title")`))}
		}
	}
}

// removeDelete removes "DELETE /{name}".
func removeDelete(api *infra.API, _ fstest.MapFS) {
	api.Endpoints = slices.DeleteFunc(api.Endpoints, func(e infra.Endpoint) bool { return e.Method == "DELETE" })
}

// changeAction makes "GET /{name}" a Query.
func changeAction(api *infra.API, files fstest.MapFS) {
	e := &api.Endpoints[0]
	e.Action = infra.Query
	text := strings.ReplaceAll(string(files[e.Request].Data), `"Key": {
    "name": `, `"KeyConditionExpression": "#n = :n", "ExpressionAttributeNames": {"#n": "name"}, "ExpressionAttributeValues": {
    ":n": `)
	files[e.Request] = &fstest.MapFile{Data: []byte(text)}
	files[e.Responses[0].Template] = &fstest.MapFile{Data: []byte(`{"name":"bob","favorite_movie":$input.json('$.Items[0].favorite_movie.S')}`)}
	e.Responses[0].Overrides = nil
}

func TestUpdateAddsARouteThatDiffersOnlyInBraces(t *testing.T) {
	t.Parallel()
	l := deployed(t, infra.Movies, nil)
	assert.Equal(t, 404, l.ask("GET", "/name", "").status, "a name like any other")
	l.deploys(edited(t, addColliding))
	l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, l.ask("GET", "/name", "").body, "Interstellar", "the route of its own answers")
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateRenamesAPathParameter(t *testing.T) {
	t.Parallel()
	l := deployed(t, infra.Movies, nil)
	l.deploys(edited(t, renameParameter))
	done := l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, done, "update aws:apigateway/resource:Resource movies/{}", "in place")
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateRemovesARoute(t *testing.T) {
	t.Parallel()
	l := deployed(t, infra.Movies, nil)
	assert.Equal(t, 204, l.ask("DELETE", "/carol", "").status)
	l.deploys(edited(t, removeDelete))
	l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Equal(t, 403, l.ask("DELETE", "/bob", "").status, "the removed route is gone after one update")
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateChangesAnAction(t *testing.T) {
	t.Parallel()
	l := deployed(t, infra.Movies, nil)
	l.deploys(edited(t, changeAction))
	l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}
