// Package engine drives the Pulumi engine for the local AWS: it finds or builds the Pulumi CLI and
// runs the program in it through the Automation API.
package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/blang/semver"
	"github.com/gofrs/flock"
)

// minimumVersion is the oldest Pulumi CLI that will do: from there on `--policy-pack` takes an
// executable (https://github.com/pulumi/pulumi/pull/24052).
var minimumVersion = semver.MustParse("3.255.0")

// pinnedVersion is the Pulumi CLI that is built when PATH has none that will do; tools/go.mod
// requires the same version, which a test holds.
const pinnedVersion = "3.259.0"

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"

// idle are packages of the Pulumi CLI that a stack with a local backend never calls: other backends, other secrets
// providers, and the description of Pulumi Cloud's API. They are compiled without optimization, which takes a fifth off the build.
var idle = []string{
	"github.com/pb33f/...", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi/cloud", "github.com/aws/aws-sdk-go-v2/service/...",
	"github.com/envoyproxy/...", "cloud.google.com/...", "github.com/Azure/...", "google.golang.org/api/...", "github.com/alecthomas/...",
}

// FindCLI returns the `pulumi` on PATH when it is new enough, and otherwise the pinned one, which
// it builds from the module in tools (below root) the first time and keeps in the user's cache
// folder. It says on progress what it chose when that takes time or may surprise.
func FindCLI(ctx context.Context, root string, progress io.Writer) (CLI, error) {
	if path, err := exec.LookPath("pulumi"); err == nil {
		v, err := cliVersion(ctx, path)
		switch {
		case err != nil:
			_, _ = fmt.Fprintf(progress, "%s does not say its version (%v); using Pulumi %s instead.\n", path, err, pinnedVersion)
		case v.LT(minimumVersion):
			_, _ = fmt.Fprintf(progress, "%s is %s, older than %s; using Pulumi %s instead.\n", path, v, minimumVersion, pinnedVersion)
		default:
			return CLI{path, v}, nil
		}
	}
	path, err := installCLI(ctx, root, progress)
	return CLI{path, semver.MustParse(pinnedVersion)}, err
}

// installCLI builds the pinned Pulumi CLI unless it is there already, and returns its path.
func installCLI(ctx context.Context, root string, progress io.Writer) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding a folder to keep the Pulumi CLI in: %w; install Pulumi %s or newer instead", err, minimumVersion)
	}
	program := filepath.Join(cache, "lambdaless", "pulumi-"+pinnedVersion, "bin", executable("pulumi"))
	if v, err := cliVersion(ctx, program); err == nil && v.String() == pinnedVersion {
		return program, nil
	}
	_, _ = fmt.Fprintf(progress, "Building Pulumi %s from source, once: about 3 minutes on 2 cores (a Pulumi %s or newer on PATH avoids this)...\n",
		pinnedVersion, minimumVersion)
	return program, buildTool(ctx, filepath.Join(root, "tools"), cliPackage, program, progress)
}

// executable is how the system names the file of a program.
func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// buildTool builds a program of a module of tools. Another process that builds it at the same time is waited for,
// since two builds of the same take twice as long.
func buildTool(ctx context.Context, module, pkg, program string, progress io.Writer) error {
	began := time.Now()
	done := make(chan struct{})
	defer close(done)
	go heartbeat(done, began, progress)

	if err := os.MkdirAll(filepath.Dir(program), 0o750); err != nil {
		return fmt.Errorf("making the folder of %s: %w", filepath.Base(program), err)
	}
	lock := flock.New(program + ".lock")
	if _, err := lock.TryLockContext(ctx, leaseRetry); err != nil {
		return fmt.Errorf("waiting for another process that builds %s: %w", filepath.Base(program), err)
	}
	defer func() { _ = lock.Close() }()
	if info, err := os.Stat(program); err == nil && info.ModTime().After(began) {
		return nil // the other process has built it
	}

	// Built beside its place and renamed, so that an interrupted build leaves no half program.
	unfinished := fmt.Sprintf("%s.%d", program, os.Getpid())
	defer func() { _ = os.Remove(unfinished) }()

	args := []string{"build", "-buildvcs=false", "-ldflags", "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v" + pinnedVersion}
	for _, pattern := range idle {
		args = append(args, "-gcflags="+pattern+"=-N -l")
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "-o", unfinished, pkg)...)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s with `go build` in %s: %w\n%s", pkg, cmd.Dir, err, out)
	}
	if err := os.Rename(unfinished, program); err != nil {
		return fmt.Errorf("keeping %s: %w", filepath.Base(program), err)
	}
	_, _ = fmt.Fprintf(progress, "Built %s in %.0f s.\n", filepath.Base(program), time.Since(began).Seconds())
	return nil
}

// heartbeat says every 15 seconds that a build is still running.
func heartbeat(done <-chan struct{}, began time.Time, progress io.Writer) {
	tick := time.NewTicker(15 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			_, _ = fmt.Fprintf(progress, "  still building, %.0f s\n", time.Since(began).Seconds())
		}
	}
}

func cliVersion(ctx context.Context, program string) (semver.Version, error) {
	cmd := exec.CommandContext(ctx, program, "version")
	cmd.Env = append(os.Environ(), "PULUMI_SKIP_UPDATE_CHECK=true")
	out, err := cmd.Output()
	if err != nil {
		return semver.Version{}, err
	}
	return semver.ParseTolerant(strings.TrimSpace(string(out)))
}
