//go:build linux

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/module"
	"lambdaless/local/engine"
	"lambdaless/local/localtest"
)

// TestCommandsOfTheCustomersExample runs what its README tells to type.
func TestCommandsOfTheCustomersExample(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	dir := filepath.Join(root, "examples", "customers")
	readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Join(dir, ".local")) })
	printed := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^\$ (.*?)  +#`).FindAllStringSubmatch(string(readme), -1) {
		command := line[1]
		if command == "go run ./local up" {
			_, stop := serving(t, dir, command)
			defer stop()
			continue
		}
		printed[command] = in(t, dir, strings.Fields(command)...)
	}
	for command, want := range map[string]string{
		"go run ./local preview --stack prod":                "customers/prod: 5 of 5 methods proven by",
		"go run ./local exec -- go test -count=1 ./contract": "ok  \t" + module.Name + "/examples/customers/contract",
		"go run ./local token --user alice":                  "ey",
		"go run ./local events":                              "",
	} {
		if assert.Contains(t, printed, command) {
			assert.Contains(t, printed[command], want)
		}
	}
	assert.Len(t, printed, 4, "every command has an expectation")
}

// serving starts a command that serves until Ctrl-C in a folder, waits until it does, and returns what stops it.
func serving(t *testing.T, dir, command string) (output *localtest.Buffer, stop func()) {
	t.Helper()
	words := strings.Fields(command)
	up := &process{cmd: exec.Command(words[0], words[1:]...), output: &localtest.Buffer{}, ended: make(chan struct{})}
	up.cmd.Dir, up.cmd.Env = dir, append(os.Environ(), "PORT=0")
	up.cmd.Stdout, up.cmd.Stderr = up.output, up.output
	up.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, up.cmd.Start())
	go func() { up.err = up.cmd.Wait(); close(up.ended) }()
	t.Cleanup(func() { _ = syscall.Kill(-up.cmd.Process.Pid, syscall.SIGKILL) })
	require.NoError(t, up.serving())
	return up.output, func() {
		require.NoError(t, syscall.Kill(-up.cmd.Process.Pid, syscall.SIGINT))
		_ = up.wait() // go run says that it was interrupted
		assert.Contains(t, up.output.String(), "Stopped. `make up` goes on from here")
	}
}
