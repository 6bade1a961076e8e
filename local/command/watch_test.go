package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
	"lambdaless/local/localtest"
)

// ownAPI is the fixture's API with an answer of its own. The project's Go code is the same, as text.
func ownAPI(templates string) infra.API {
	api := fixture.Movies
	api.Endpoints = append([]infra.Endpoint(nil), api.Endpoints...)
	api.Endpoints[0].Responses = []infra.Response{{Status: 200, Template: "own/get.response.vtl", Overrides: []int{404}}}
	api.Templates = os.DirFS(templates)
	return api
}

const ownCode = `package api

import (
	"lambdaless/infra"
	"lambdaless/infra/item"
)

var API = own()

func own() infra.API {
	api := movies
	api.Endpoints[0].Responses = []infra.Response{{Status: 200, Template: "own/get.response.vtl", Overrides: []int{404}}}
	return api
}

var movie = item.Type{Table: "favorite_movies", Schema: "movie/movie.schema.json"}

var movies = infra.API{
	Name:        "movies",
	Description: "Everybody's favorite movie",
	Tables: []infra.Table{
		{Name: "favorite_movies", PartitionKey: infra.Key{Name: "name", Type: infra.String}},
	},
	Endpoints: []infra.Endpoint{
		{Method: "GET", Path: "/{name}", Call: item.Get{Of: movie, Missing: "No favorite movie is stored for this name"}},
		{Method: "PUT", Path: "/{name}", Call: item.Put{Of: movie}},
		{Method: "DELETE", Path: "/{name}", Call: item.Delete{Of: movie}},
	},
	Errors: infra.BackendErrors,
}
`

// project is a project in a folder of its own, which uses lambdaless as a module.
type project struct {
	*harness
	root string
	said *localtest.Buffer
}

func newWatchedProject(t *testing.T) *project {
	t.Helper()
	home, err := engine.Root(".")
	require.NoError(t, err)
	p := &project{root: t.TempDir(), said: &localtest.Buffer{}}
	require.NoError(t, os.CopyFS(filepath.Join(p.root, "templates"), fixture.Movies.Templates))
	require.NoError(t, os.Remove(filepath.Join(p.root, "templates/movie/get.response.vtl"))) // own/get.response.vtl takes its place
	module, err := os.ReadFile(filepath.Join(home, "go.mod"))
	require.NoError(t, err)
	sums, err := os.ReadFile(filepath.Join(home, "go.sum"))
	require.NoError(t, err)
	settings, err := os.ReadFile(filepath.Join(home, "Pulumi.local.yaml"))
	require.NoError(t, err)
	stack, err := os.ReadFile(filepath.Join(home, "Pulumi.yaml"))
	require.NoError(t, err)
	for path, text := range map[string]string{
		"go.mod":     strings.Replace(string(module), "module lambdaless", "module example.com/own\n\nrequire lambdaless v0.0.0\n\nreplace lambdaless => "+home, 1),
		"go.sum":     string(sums),
		"api/api.go": ownCode, "Pulumi.yaml": string(stack), "Pulumi.local.yaml": string(settings),
		"local/main.go":                  "package main\n\nimport (\n\t\"os\"\n\n\t\"example.com/own/api\"\n\t\"lambdaless/local/command\"\n)\n\nfunc main() { os.Exit(command.Main(api.API)) }\n",
		"templates/own/get.response.vtl": "{\"answer\": \"one\"}\n",
	} {
		p.write(t, path, text)
	}
	return p
}

func (p *project) write(t *testing.T, path, text string) {
	t.Helper()
	path = filepath.Join(p.root, filepath.FromSlash(path))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func TestWatch(t *testing.T) {
	t.Parallel()
	p := newWatchedProject(t)
	home, err := engine.Root(".")
	require.NoError(t, err)
	api := ownAPI(filepath.Join(p.root, "templates"))
	s := options{root: p.root, home: home, dir: filepath.Join(t.TempDir(), "aws"), out: p.said, err: p.said,
		program: func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }}
	session, err := open(t.Context(), s, target{stack: "local"})
	require.NoError(t, err)
	p.harness = &harness{TB: t, session: session}
	out, err := session.deploy(t.Context())
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	w := newWatcher(session, api, out, "example.com/own/local")
	var ended sync.WaitGroup
	ended.Go(func() { assert.NoError(t, w.run(ctx)) })
	get := func() string { return p.ask("GET", "/bob", "").body }
	require.Contains(t, get(), "one")
	eventually := func(what string, holds func() bool) {
		t.Helper()
		saved := time.Now()
		require.Eventually(t, holds, 10*time.Minute, 20*time.Millisecond, what+"\n%s", p.said) // a build alone may take minutes on a busy machine
		t.Logf("%s: %.1f s", what, time.Since(saved).Seconds())
	}
	says := func(text string) func() bool {
		return func() bool { return strings.Contains(p.said.String(), text) }
	}

	p.said.Reset()
	p.write(t, "templates/own/get.response.vtl", "{\"answer\": \"two\"}\n")
	eventually("a template is live", func() bool { return strings.Contains(get(), "two") })
	eventually("what changed is shown", says("movies-get/{}-200-response"))
	eventually("the engine has recorded it", says("Live "))

	p.said.Reset()
	p.write(t, "templates/own/get.response.vtl", "{\"answer\": \"three\"\n#if(\n")
	eventually("a template's mistake is printed with its line", says("templates/own/get.response.vtl:"))
	generated, err := os.ReadFile(filepath.Join(p.root, "templates/movie/put.response.vtl"))
	require.NoError(t, err)
	p.write(t, "templates/movie/put.response.vtl", string(generated)+" ")
	eventually("an edited generated template is a mistake", says("put.response.vtl is not what the endpoint says"))
	assert.Contains(t, get(), "two", "the last good deployment serves")
	p.write(t, "templates/movie/put.response.vtl", string(generated))
	p.write(t, "templates/own/get.response.vtl", "{\"answer\": \"three\"}\n")
	eventually("it is corrected", func() bool { return strings.Contains(get(), "three") })
	eventually("the engine has recorded it", says("Live "))

	eventually("the project's Go code is watched", func() bool { _, err := os.Stat(filepath.Join(w.program.Dir, "described")); return err == nil })
	p.said.Reset()
	p.write(t, "api/api.go", strings.Replace(ownCode, "return api", "return apy", 1))
	eventually("a mistake of Go is printed with its line", says("api/api.go:13:9: undefined: apy"))
	assert.Contains(t, get(), "three")
	more := strings.Replace(ownCode, "return api", `api.Endpoints = append(api.Endpoints, infra.Endpoint{Method: "GET", Path: "/{name}/wrong", Call: "no"})`+"\n\treturn api", 1)
	p.write(t, "api/api.go", strings.Replace(more, `"no"`, `api.Endpoints[0].Call`, 1))
	eventually("a mistake of a declaration is printed with its line", says("api/api.go:13: endpoint "))
	p.write(t, "api/api.go", strings.Replace(ownCode, "return api", "api.Endpoints[0].Path = \"/a/{name}\"\n\treturn api", 1))
	eventually("changed Go code is live", func() bool { return strings.Contains(p.ask("GET", "/a/bob", "").body, "three") })
	eventually("the engine has recorded it", says("Live "))

	p.said.Reset()
	settings, err := os.ReadFile(filepath.Join(p.root, "Pulumi.local.yaml"))
	require.NoError(t, err)
	p.write(t, "Pulumi.local.yaml", string(settings)+"  throttleRateLimitt: 7\n")
	eventually("a misspelt setting is printed with its line", says("Pulumi.local.yaml:"))
	p.write(t, "Pulumi.local.yaml", strings.Replace(string(settings), "throttleRateLimit: 10000", "throttleRateLimit: 77", 1))
	eventually("a setting is live", func() bool {
		stage, ok := session.cloud.Account.Stage(out.text("apiId"), "local")
		return ok && stage.MethodSettings["*/*"].ThrottlingRateLimit == 77
	})
	eventually("the engine has recorded it", says("Live "))
	stop()
	ended.Wait()

	final := ownAPI(filepath.Join(p.root, "templates"))
	final.Endpoints[0].Path = "/a/{name}"
	session.stack.SetProgram(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, final) })
	assert.Empty(t, p.up(), "the engine's state is as an ordinary `up` leaves it")
	require.NoError(t, session.close())
}

// TestWatchedEngineEnds starts and stops watching: the engine that waits must end, and leave nothing that the
// next run has to repair.
func TestWatchedEngineEnds(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.up()
	ctx, stop := context.WithCancel(t.Context())
	parked := l.stack.Park(ctx)
	stop()
	parked.Cancel()
	for i := range 10 { // at different moments of its start
		parked = l.stack.Park(t.Context())
		time.Sleep(time.Duration(i) * 150 * time.Millisecond)
		parked.Cancel()
		assert.ErrorIs(t, parked.Deploy(t.Context(), l.program), engine.ErrNotParked)
		assert.False(t, l.stack.Unfinished())
		assert.Empty(t, l.up())
	}
}
