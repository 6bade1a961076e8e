package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/controlplane"
	"lambdaless/local/engine"
)

// harness is a stack on a local AWS of its own, under the real engine.
type harness struct {
	testing.TB
	*session
	program pulumi.RunFunc
	said    said // by the engine and the session, errors apart
}

// said keeps what is written to it, by any goroutine.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// take returns what was said since it was last called.
func (s *said) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.text.String()
	s.text.Reset()
	return text
}

// newHarness opens the stack "local" of the program, on a free port, in a folder of its own.
func newHarness(t testing.TB) *harness {
	t.Helper()
	l := newHarnessIn(t, filepath.Join(t.TempDir(), "aws"))
	t.Cleanup(func() { require.NoError(t, l.close()) })
	return l
}

// newHarnessIn opens the stack in a folder that may have been used before. The caller closes it.
func newHarnessIn(t testing.TB, dir string) *harness {
	t.Helper()
	root, err := engine.Root(".")
	require.NoError(t, err)
	l := &harness{TB: t, program: fixture.Deploy}
	out := io.Writer(os.Stderr)
	if !testing.Verbose() {
		out = io.Discard
	}
	s := options{root: root, home: root, dir: dir, program: func(ctx *pulumi.Context) error { return l.program(ctx) }, out: io.MultiWriter(out, &l.said), err: out}
	l.session, err = open(t.Context(), s, target{stack: "local"})
	require.NoError(t, err)
	return l
}

// steps are what the engine did to resources, such as "create aws:iam/role:Role get-name-role"; what stayed
// the same is left out.
type steps []string

// run runs an operation of the engine and returns its steps.
func (l *harness) run(operation func(context.Context, engine.Run) error) steps {
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

func (l *harness) preview() steps {
	l.Helper()
	return l.run(func(ctx context.Context, r engine.Run) error { _, err := l.stack.Preview(ctx, r); return err })
}

func (l *harness) up() steps {
	l.Helper()
	return l.run(func(ctx context.Context, r engine.Run) error { _, err := l.stack.Deploy(ctx, r); return err })
}

// records are the keys of all that the account holds, by type.
func (l *harness) records() map[string][]string {
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
func (l *harness) ask(method, path, body string) answer {
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

// types leaves the names away.
func (s steps) types() steps {
	var short steps
	for _, step := range s {
		short = append(short, step[:strings.LastIndex(step, " ")])
	}
	return short
}

func (a answer) trimmed() answer { return answer{a.status, strings.TrimSpace(a.body)} }
