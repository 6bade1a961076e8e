// Package database is the DynamoDB of the local AWS: a database engine in a process of its own, or
// any other endpoint that speaks DynamoDB's wire protocol. ADR 5 says which engine and why.
package database

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// Engine is a database program, pinned by the package.json and package-lock.json of its folder.
type Engine struct {
	name    string
	module  string // the npm package
	home    string // the folder that npm installs into
	folder  string // of its data, below the folder of the local AWS
	missing string // what DynamoDB does and the engine does not; "" for nothing that the ADR counts
	command func(home, data string, port int) (*exec.Cmd, error)
}

// Dynoxide is a native engine over SQLite, for Linux on x64. tools is the folder that holds the
// engines' folders.
func Dynoxide(tools string) Engine {
	return Engine{
		name: "dynoxide", module: "@dynoxide/linux-x64", home: filepath.Join(tools, "dynoxide"), folder: "dynoxide",
		command: dynoxideCommand,
	}
}

// Dynalite is an engine for Node.js, which runs wherever Node.js does.
func Dynalite(tools string) Engine {
	return Engine{
		name: "dynalite", module: "dynalite", home: filepath.Join(tools, "dynalite"), folder: "data",
		missing: "transactions, expiry, streams, indexes added to a table, and the item of a failed condition",
		command: dynaliteCommand,
	}
}

// EngineVariable is the environment variable that chooses an engine by its name.
const EngineVariable = "DYNAMODB_ENGINE"

// Default is the engine of this platform, or the one that DYNAMODB_ENGINE names. dir is the folder of
// the local AWS: an engine that has data there is kept, because the other could not read it.
func Default(tools, dir string) (Engine, error) {
	engines := []Engine{Dynoxide(tools), Dynalite(tools)}
	if !supported(runtime.GOOS, runtime.GOARCH) {
		engines = engines[1:]
	}
	if name := os.Getenv(EngineVariable); name != "" {
		for _, e := range engines {
			if e.name == name {
				return e, nil
			}
		}
		return Engine{}, fmt.Errorf("%s is %q: on %s/%s it must be one of %v, or unset", EngineVariable, name, runtime.GOOS, runtime.GOARCH, names(engines))
	}
	for _, e := range engines {
		if _, err := os.Stat(filepath.Join(dir, e.folder)); err == nil {
			return e, nil
		}
	}
	return engines[0], nil
}

// supported reports whether dynoxide has a pinned program for the platform.
func supported(system, architecture string) bool { return system == "linux" && architecture == "amd64" }

func names(engines []Engine) (all []string) {
	for _, e := range engines {
		all = append(all, e.name)
	}
	return all
}

// Name is the engine's name, "dynoxide" or "dynalite".
func (e Engine) Name() string { return e.name }

// Missing lists, for people, what DynamoDB does and the engine does not; "" when nothing is.
func (e Engine) Missing() string { return e.missing }

// Install makes sure that the pinned version of the engine is in its folder, and says on progress what
// it does when it does something.
func (e Engine) Install(ctx context.Context, progress io.Writer) error {
	wanted, err := e.pinned()
	if err != nil {
		return fmt.Errorf("finding out which %s to install: %w", e.name, err)
	}
	// npm removes what is there before it installs: of two processes at once, one would take the database from
	// under the other. Nothing can be installed in a folder that cannot be written to, so there is no lock.
	lock := flock.New(filepath.Join(e.home, ".install.lock"))
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil && ctx.Err() != nil {
		return fmt.Errorf("waiting for another process that installs %s: %w", e.name, err)
	}
	defer func() { _ = lock.Close() }()
	if installed, err := e.installed(wanted); installed || err != nil {
		return err
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("installing %s, the local database, needs npm, and no `npm` is on PATH: install Node.js 20 or newer with npm, or point DYNAMODB_ENDPOINT at a DynamoDB that already runs", e.name)
	}
	_, _ = fmt.Fprintf(progress, "Installing %s %s, the local database (a few seconds, once)...\n", e.name, wanted)
	began := time.Now()
	cmd := exec.CommandContext(ctx, npm, "ci", "--no-audit", "--no-fund", "--loglevel=error")
	cmd.Dir = e.home
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("installing %s with `npm ci` in %s: %w\n%s", e.name, e.home, err, out)
	}
	_, _ = fmt.Fprintf(progress, "Installed %s in %.0f s.\n", e.name, time.Since(began).Seconds())
	return nil
}

// installed reports whether a version of the engine is there.
func (e Engine) installed(wanted string) (bool, error) {
	have, err := version(filepath.Join(e.home, "node_modules", filepath.FromSlash(e.module), "package.json"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, fmt.Errorf("looking at the installed %s: %w", e.name, err)
	}
	return have == wanted, nil
}

// pinned reads the version that the engine's package.json depends on.
func (e Engine) pinned() (string, error) {
	file := filepath.Join(e.home, "package.json")
	var doc struct{ Dependencies map[string]string }
	if err := readJSON(file, &doc); err != nil {
		return "", err
	}
	v, ok := doc.Dependencies[e.module]
	if !ok {
		return "", fmt.Errorf("%s does not depend on %s", file, e.module)
	}
	return v, nil
}

func version(file string) (string, error) {
	var doc struct{ Version string }
	err := readJSON(file, &doc)
	return doc.Version, err
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// dynoxideCommand runs dynoxide with its tables in data, or in memory when data is "".
func dynoxideCommand(home, data string, port int) (*exec.Cmd, error) {
	args := []string{"serve", "--host", "127.0.0.1", "--port", fmt.Sprint(port)}
	if data != "" {
		args = append(args, "--db-path", filepath.Join(data, "dynoxide.db"))
	}
	return exec.Command(filepath.Join(home, "node_modules", "@dynoxide", "linux-x64", "dynoxide"), args...), nil
}

// dynaliteCommand runs dynalite with its tables in data, or in memory when data is "".
func dynaliteCommand(home, data string, port int) (*exec.Cmd, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("the local database (dynalite) needs Node.js 20 or newer, and no `node` is on PATH: install it, or point DYNAMODB_ENDPOINT at a DynamoDB that already runs")
	}
	args := []string{filepath.Join(home, "serve.js"), fmt.Sprint(port)}
	if data != "" {
		args = append(args, data)
	}
	return exec.Command(node, args...), nil
}
