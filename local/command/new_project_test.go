//go:build linux

package command

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/module"
	"lambdaless/local/engine"
)

// newProject makes a project of a template with `pulumi new` in an empty folder and returns the folder.
func newProject(t *testing.T, template, name string) string {
	t.Helper()
	root, err := engine.Root(".")
	require.NoError(t, err)
	cli, err := engine.FindCLI(t.Context(), root, os.Stderr)
	require.NoError(t, err)
	dir, home := filepath.Join(t.TempDir(), name), t.TempDir()
	require.NoError(t, os.Mkdir(dir, 0o750))
	cmd := exec.CommandContext(t.Context(), cli.Path(), "new", template, "--generate-only", "--yes", "--non-interactive", "--name", name, "--description", "What "+name+" is")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PULUMI_HOME="+home, "PULUMI_BACKEND_URL=file://"+filepath.ToSlash(home), "PULUMI_SKIP_UPDATE_CHECK=true")
	out, err := cmd.CombinedOutput()
	// A CLI that was built from source is without the program that installs a Go project's dependencies, which
	// is the last step.
	if err != nil && !strings.Contains(string(out), "no language plugin 'pulumi-language-go' found") {
		require.NoError(t, err, "%s", out)
	}
	assert.Contains(t, string(out), "Created project '"+name+"'")
	return dir
}

// in runs a command in a project's folder and returns what it prints.
func in(t *testing.T, dir string, command ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", strings.Join(command, " "), out)
	return string(out)
}

// `pulumi new` makes a project with everything under its own name: it deploys here, its tests pass, the first
// preview of prod is clean, and from its first lock on it is held to that.
func TestANewProjectServesAndIsProven(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	dir := newProject(t, filepath.Join(root, "template"), "my-tasks")

	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		assert.NotRegexp(t, `\$\{(PROJECT|DESCRIPTION)\}`, string(text), path)
		assert.NotContains(t, d.Name(), ".lock.json", "a lock belongs to the project that agreed to it")
		return err
	}))

	in(t, dir, "go", "mod", "edit", "-replace", module.Name+"="+root)
	in(t, dir, "go", "mod", "tidy")
	in(t, dir, "go", "vet", "./...")
	assert.Contains(t, in(t, dir, "make", "templates"), "17 templates and models are up to date")
	assert.NotContains(t, in(t, dir, "make", "templates"), "wrote", "the templates are current")
	module := strings.TrimSpace(in(t, dir, "go", "list", "-m"))
	declared, err := os.ReadFile(filepath.Join(root, "template", "go.mod"))
	require.NoError(t, err)
	if strings.Contains(string(declared), "${PROJECT}") { // a repository that pulumi new made has the name of its own there
		assert.Equal(t, "my-tasks", module)
	}
	assert.Contains(t, in(t, dir, "make", "test"), "ok  \t"+module+"/contract")

	servesWhatItSays(t, dir, "/tasks", `200 OK`, `2\d\d`)
	in(t, dir, "make", "down")
	assert.NoDirExists(t, filepath.Join(dir, ".local"))
	for _, stack := range []string{"local", "dev"} {
		assert.Contains(t, in(t, dir, "make", "preview", "STACK="+stack), "my-tasks/"+stack+": 6 of 6 methods proven by")
	}
	first := in(t, dir, "make", "preview", "STACK=prod")
	assert.Contains(t, first, "my-tasks/prod: 6 of 6 methods proven by")
	assert.Contains(t, first, "make lock STACK=prod writes the first one")
	in(t, dir, "make", "lock", "STACK=prod")
	second := in(t, dir, "make", "preview", "STACK=prod")
	assert.NotContains(t, second, "writes the first one")
	lock, err := os.ReadFile(filepath.Join(dir, "capabilities.prod.lock.json"))
	require.NoError(t, err)
	assert.Contains(t, string(lock), `"project": "my-tasks"`)
}

// servesWhatItSays starts `make up`, tries the lines that it prints under "Try it" and `invoke` on a path, and stops it as
// Ctrl-C does. Invoked and tried are patterns of the answers.
func servesWhatItSays(t *testing.T, dir, path, invoked, tried string) {
	t.Helper()
	output, stop := serving(t, dir, "make up")
	_, tries, found := strings.Cut(output.String(), "Try it:\n")
	require.True(t, found)
	lines := 0
	for line := range strings.Lines(tries) {
		if command, ok := strings.CutPrefix(line, "  "); ok {
			assert.Regexp(t, `(?m)^HTTP/1.1 `+tried+` `, in(t, dir, "sh", "-c", command), command)
			lines++
		}
	}
	assert.Positive(t, lines)
	assert.Regexp(t, `(?m)^`+invoked, in(t, dir, "go", "run", "./local", "invoke", "GET", path))
	stop()
}
