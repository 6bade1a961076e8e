package database

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func start(t *testing.T, e Engine, dir string) *Process {
	t.Helper()
	p, err := e.Start(t.Context(), dir)
	require.NoError(t, err)
	return p
}

func call(t testing.TB, p *Process, action, body string) (int, string) {
	t.Helper()
	c := NewClient(p.Endpoint())
	defer c.Close()
	answer, err := c.Call(t.Context(), "us-east-1", action, []byte(body))
	require.NoError(t, err)
	return answer.StatusCode, string(answer.Body)
}

// create creates a table and waits until it can be used.
func create(t testing.TB, p *Process, request string) {
	t.Helper()
	status, body := call(t, p, "CreateTable", request)
	require.Equal(t, 200, status, body)
	var table struct{ TableName string }
	require.NoError(t, json.Unmarshal([]byte(request), &table))
	for !strings.Contains(body, `"TableStatus":"ACTIVE"`) {
		_, body = call(t, p, "DescribeTable", fmt.Sprintf(`{"TableName":%q}`, table.TableName))
	}
}

func TestEnginesKeepTheirData(t *testing.T) {
	t.Parallel()
	for name, engine := range engines(t) {
		for ending, end := range map[string]func(*testing.T, *Process){
			"closed": func(t *testing.T, p *Process) { t.Helper(); require.NoError(t, p.Close()) },
			"killed": func(t *testing.T, p *Process) { t.Helper(); require.NoError(t, p.pid.Kill()); <-p.Exited() },
		} {
			t.Run(name+" "+ending, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				p := start(t, engine, dir)
				create(t, p, createMovies)
				const items = 100
				for i := range items {
					status, body := call(t, p, "PutItem", fmt.Sprintf(`{"TableName":"movies","Item":{"name":{"S":"bob %d"}}}`, i))
					require.Equal(t, 200, status, body)
				}
				end(t, p)

				p = start(t, engine, dir)
				_, body := call(t, p, "Scan", `{"TableName":"movies","Select":"COUNT"}`)
				assert.JSONEq(t, fmt.Sprintf(`{"Count":%d,"ScannedCount":%d}`, items, items), body)
				require.NoError(t, p.Close())
			})
		}
	}
}

// shell is an engine that is a shell script.
func shell(script string) Engine {
	return Engine{name: "shell", command: func(_, _ string, port int) (*exec.Cmd, error) {
		cmd := exec.Command("sh", "-c", script)
		cmd.Env = append(os.Environ(), fmt.Sprintf("PORT=%d", port))
		return cmd, nil
	}}
}

func TestStartReportsWhatTheEngineSays(t *testing.T) {
	t.Parallel()
	_, err := shell("echo no such thing >&2; exit 1").Start(t.Context(), "")
	require.EqualError(t, err, "shell, the local database, did not start: no such thing")
}

func TestStartTakesAnotherPortWhenTheFirstIsTaken(t *testing.T) {
	t.Parallel()
	engine := Dynalite(tools)
	for _, e := range engines(t) {
		engine = e
	}
	tried := 0
	command := engine.command
	engine.command = func(home, data string, port int) (*exec.Cmd, error) {
		if tried++; tried == 1 {
			return shell("echo address already in use >&2; exit 1").command(home, data, port)
		}
		return command(home, data, port)
	}
	p := start(t, engine, "")
	assert.Equal(t, 2, tried)
	require.NoError(t, p.Close())
}

func TestExitedReportsThatTheProcessEnded(t *testing.T) {
	t.Parallel()
	for _, engine := range engines(t) {
		p := start(t, engine, "")
		require.NoError(t, p.pid.Kill())
		<-p.Exited()
		require.ErrorContains(t, p.Close(), engine.Name()+", the local database, did not stop cleanly")
	}
}
