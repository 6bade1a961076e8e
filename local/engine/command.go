package engine

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// gracePeriod is how long the engine may take to stop by itself once it was interrupted.
const gracePeriod = 30 * time.Second

// CLI is a Pulumi CLI.
type CLI struct {
	path    string
	version semver.Version
}

// Path is the path of the program.
func (c CLI) Path() string { return c.path }

// command runs the CLI as the Automation API does, but in a process group of its own, so that Ctrl-C in a
// terminal reaches it once, through us: a second interrupt makes it drop what it is doing, half done. It
// holds the lease of its folder until it ends.
type command struct {
	CLI
	hosts string // a folder with further language hosts, for PATH
	lease string // the file whose lock is held
	ended *bool  // whether the last run ended by itself
	// skips are runs of the CLI that are answered without running it, by their first two arguments.
	skips map[string]string
}

var _ auto.PulumiCommand = command{}

// Version is the CLI's version.
func (c command) Version() semver.Version { return c.version }

// Run runs the CLI and returns what it printed and its exit status.
func (c command) Run(ctx context.Context, dir string, stdin io.Reader, outputs, errorOutputs []io.Writer, env []string, args ...string) (string, string, int, error) {
	if len(args) >= 2 {
		if answer, skipped := c.skips[args[0]+" "+args[1]]; skipped {
			return answer, "", 0, nil
		}
	}
	cmd := exec.Command(c.path, append([]string{"--non-interactive"}, args...)...)
	cmd.Dir, cmd.Stdin = dir, stdin
	cmd.Env = append(append(os.Environ(), env...), "PULUMI_AUTOMATION_API=true",
		"PATH="+strings.Join([]string{filepath.Dir(c.path), os.Getenv("PATH"), c.hosts}, string(os.PathListSeparator)))
	var stdout, stderr bytes.Buffer
	cmd.Stdout = io.MultiWriter(append(outputs, &stdout)...)
	cmd.Stderr = io.MultiWriter(append(errorOutputs, &stderr)...)
	cmd.WaitDelay = time.Second // for plugins of an engine that was killed, which hold its output
	release, err := apart(cmd, c.lease)
	if err != nil {
		return "", "", -1, err
	}
	if err = cmd.Start(); err == nil {
		stop := context.AfterFunc(ctx, func() { interrupt(cmd.Process) })
		err = cmd.Wait()
		stop()
	}
	if ctx.Err() != nil { // an engine that is interrupted may leave the stack locked; the lease is still ours
		err = errors.Join(err, unlock(filepath.Dir(c.lease)))
	}
	err = errors.Join(err, release())
	code := cmd.ProcessState.ExitCode() // -1 for a process that was killed
	*c.ended = code >= 0
	return stdout.String(), stderr.String(), code, err
}

// interrupt asks a process to stop, and kills it when it does not within the grace period.
func interrupt(p *os.Process) {
	_ = p.Signal(os.Interrupt) // it may have ended
	time.AfterFunc(gracePeriod, func() { _ = p.Kill() })
}
