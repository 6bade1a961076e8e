package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/controlplane"
	"lambdaless/local/engine"
)

// lab is a stack on a local AWS of its own, under the real engine.
type lab struct {
	testing.TB
	*session
	program pulumi.RunFunc
}

// newLab opens the stack "local" of the program, on a free port, in a folder of its own.
func newLab(t testing.TB) *lab {
	t.Helper()
	l := newLabIn(t, filepath.Join(t.TempDir(), "aws"))
	t.Cleanup(func() { require.NoError(t, l.close()) })
	return l
}

// newLabIn opens the stack in a folder that may have been used before. The caller closes it.
func newLabIn(t testing.TB, dir string) *lab {
	t.Helper()
	root, err := engine.Root(".")
	require.NoError(t, err)
	l := &lab{TB: t, program: fixture.Deploy}
	out := io.Writer(os.Stderr)
	if !testing.Verbose() {
		out = io.Discard
	}
	s := settings{root: root, home: root, dir: dir, program: func(ctx *pulumi.Context) error { return l.program(ctx) }, out: out, err: out}
	l.session, err = open(t.Context(), s, target{stack: "local"})
	require.NoError(t, err)
	return l
}

// steps are what the engine did to resources, such as "create aws:iam/role:Role get-name-role"; what stayed
// the same is left out.
type steps []string

// run runs an operation of the engine and returns its steps.
func (l *lab) run(operation func(context.Context, engine.Run) error) steps {
	l.Helper()
	seen := make(chan events.EngineEvent)
	done := make(chan steps)
	go func() {
		var all steps
		for e := range seen {
			if e.ResourcePreEvent != nil {
				m := e.ResourcePreEvent.Metadata
				if m.Op != apitype.OpSame && m.Op != apitype.OpRefresh {
					all = append(all, fmt.Sprintf("%s %s %s", m.Op, m.Type, m.URN[strings.LastIndex(m.URN, "::")+2:]))
				}
			}
		}
		slices.Sort(all)
		done <- all
	}()
	err := operation(l.Context(), engine.Run{Events: seen})
	require.NoError(l, err)
	return <-done
}

func (l *lab) preview() steps {
	l.Helper()
	return l.run(func(ctx context.Context, r engine.Run) error { _, err := l.stack.Preview(ctx, r); return err })
}

func (l *lab) up() steps {
	l.Helper()
	return l.run(func(ctx context.Context, r engine.Run) error { _, err := l.stack.Deploy(ctx, r); return err })
}

// records are the keys of all that the account holds, by type.
func (l *lab) records() map[string][]string {
	l.Helper()
	text, err := os.ReadFile(filepath.Join(l.dir, controlplane.FileName))
	require.NoError(l, err)
	var file struct {
		Records map[string]map[string]any
	}
	require.NoError(l, json.Unmarshal(text, &file))
	found := map[string][]string{}
	for kind, records := range file.Records {
		for key := range records {
			found[kind] = append(found[kind], key)
		}
	}
	return found
}

// answer is what a client sees.
type answer struct {
	status int
	body   string
}

// ask sends a request to the stage; path starts with a slash.
func (l *lab) ask(method, path, body string) answer {
	l.Helper()
	request, err := http.NewRequestWithContext(l.Context(), method, l.cloud.URL+"/local"+path, strings.NewReader(body))
	require.NoError(l, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(l, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(l, err)
	return answer{response.StatusCode, string(text)}
}

// movies is the program's API with some files of templates/ replaced.
func movies(t testing.TB, replaced map[string]string) infra.API {
	t.Helper()
	api, files := fixture.Editable()
	for path, text := range replaced {
		require.Contains(t, files, path)
		files[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return api
}

const interstellar = `{"favorite_movie":"Interstellar"}`

func TestEngineLifecycle(t *testing.T) {
	t.Parallel()
	l := newLab(t)

	planned := l.preview()
	assert.NotEmpty(t, planned)
	assert.Equal(t, 403, l.ask("GET", "/bob", "").status, "a preview deploys nothing")

	created := l.up()
	assert.ElementsMatch(t, planned, created, "what was planned is what was done")
	assert.Equal(t, 404, l.ask("GET", "/bob", "").status)
	assert.Equal(t, answer{200, `{}`}, l.ask("PUT", "/bob", interstellar).trimmed())
	assert.JSONEq(t, `{"name":"bob","favorite_movie":"Interstellar"}`, l.ask("GET", "/bob", "").body)

	assert.Empty(t, l.up(), "nothing has changed")

	l.program = func(ctx *pulumi.Context) error {
		return infra.DeployAPI(ctx, movies(t, map[string]string{"movie/get.response.vtl": `{"edited":$input.json('$.Item.favorite_movie.S')}`}))
	}
	assert.Equal(t, steps{
		"create-replacement aws:apigateway/deployment:Deployment",
		"delete-replaced aws:apigateway/deployment:Deployment",
		"replace aws:apigateway/deployment:Deployment",
		"update aws:apigateway/integrationResponse:IntegrationResponse",
		"update aws:apigateway/stage:Stage",
	}, l.up().types(), "exactly what a template reaches")
	assert.JSONEq(t, `{"edited":"Interstellar"}`, l.ask("GET", "/bob", "").body, "the new text is live, and the data still there")
	assert.Empty(t, l.up())

	assert.Empty(t, l.run(func(ctx context.Context, r engine.Run) error {
		r.Refresh = true
		_, err := l.stack.Preview(ctx, r)
		return err
	}), "nothing has drifted")
	require.NoError(t, l.stack.Refresh(t.Context()))
	assert.Empty(t, l.up())

	require.NoError(t, l.stack.Destroy(t.Context()))
	assert.Equal(t, 403, l.ask("GET", "/bob", "").status)
	assert.Empty(t, l.records(), "destroy leaves nothing in the account")
}

// TestEngineEnforcesTheRoleOfEachMethod: the role is what a method can do, whatever its template says.
func TestEngineEnforcesTheRoleOfEachMethod(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.program = func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
			if policy, ok := args.Props["policy"].(pulumi.String); ok && args.Type == "aws:iam/rolePolicy:RolePolicy" && strings.Contains(string(policy), "GetItem") {
				args.Props["policy"] = pulumi.String(strings.ReplaceAll(string(policy), "GetItem", "PutItem"))
			}
			return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
		}); err != nil {
			return err
		}
		return fixture.Deploy(ctx)
	}
	l.up()
	assert.Equal(t, 200, l.ask("PUT", "/bob", interstellar).status)
	refused := l.ask("GET", "/bob", "")
	assert.Equal(t, 502, refused.status)
	assert.JSONEq(t, `{"message":"The backend refused the request"}`, refused.body)
}

// TestEngineServesOnlyWhatWasDeployed: a deployment is a snapshot; a stage's settings are live.
func TestEngineServesOnlyWhatWasDeployed(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	var triggers pulumi.Input
	edited, throttled := false, false
	l.program = func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
			switch args.Type {
			case "aws:apigateway/deployment:Deployment":
				if triggers == nil {
					triggers = args.Props["triggers"]
				}
				args.Props["triggers"] = triggers
			case "aws:apigateway/methodSettings:MethodSettings":
				if throttled {
					args.Props["settings"] = pulumi.Map{"throttlingRateLimit": pulumi.Float64(0), "throttlingBurstLimit": pulumi.Int(0)}
				}
			}
			return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
		}); err != nil {
			return err
		}
		if edited {
			return infra.DeployAPI(ctx, movies(t, map[string]string{"movie/put.response.vtl": `{"edited":true}`}))
		}
		return fixture.Deploy(ctx)
	}
	l.up()
	edited = true
	assert.Equal(t, steps{"update aws:apigateway/integrationResponse:IntegrationResponse"}, l.up().types())
	assert.Equal(t, answer{200, `{}`}, l.ask("PUT", "/bob", interstellar).trimmed(), "not deployed, not live")
	throttled = true
	assert.Equal(t, steps{"update aws:apigateway/methodSettings:MethodSettings"}, l.up().types())
	assert.Equal(t, 429, l.ask("PUT", "/bob", interstellar).status, "settings of the stage are live at once")
}

// types leaves the names away.
func (s steps) types() steps {
	var short steps
	for _, step := range s {
		short = append(short, step[:strings.LastIndex(step, " ")])
	}
	return short
}

func (a answer) trimmed() answer { return answer{a.status, strings.TrimSpace(a.body)} }
