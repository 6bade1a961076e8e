package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"lambdaless/local/describe"
)

// Program is a program that describes the API of another (package describe).
type Program struct {
	Root    string // the folder of the project
	Home    string // the folder of lambdaless
	Package string // the program's main package, which calls Main of local/command
	Dir     string // for the files of the build

	light overlay
	built map[string]string // what the whole program has of the files and the description has not
}

// BuildError is what the Go compiler says about a program. Its places are relative to the project's folder.
type BuildError struct{ Output string }

func (e *BuildError) Error() string { return e.Output }

// Undefined reports whether every mistake is a name that is not defined, as it would be if the build had left
// out too much.
func (e *BuildError) Undefined() bool {
	for line := range strings.Lines(e.Output) {
		if !strings.Contains(line, ": undefined: ") && !strings.Contains(line, "too many errors") {
			return false
		}
	}
	return true
}

// NeedsAll reports whether code that the description of the program is built without is not as it was when
// Prepare was called first: then the whole program has to be built.
func (p *Program) NeedsAll(path string) bool {
	if replaced, ok := p.light.replace[path]; ok && replaced == "" {
		return true // of package command
	}
	light, err := lightOverlay(p.Home, p.trimmed())
	return err == nil && light.removed[path] != p.built[path]
}

func (p *Program) trimmed() string     { return filepath.Join(p.Dir, "trimmed") }
func (p *Program) binary() string      { return filepath.Join(p.Dir, "described") }
func (p *Program) overlayFile() string { return filepath.Join(p.Dir, "overlay.json") }

// Prepare finds out what the build leaves out.
func (p *Program) Prepare() error {
	light, err := lightOverlay(p.Home, p.trimmed())
	if err != nil {
		return err
	}
	p.light = light
	if p.built == nil {
		p.built = light.removed
	}
	return light.write(p.overlayFile())
}

// Build builds the program, from the files as they are. Its error is a *BuildError if they are wrong.
func (p *Program) Build(ctx context.Context) error {
	if err := p.Prepare(); err != nil {
		return err
	}
	err := build(ctx, p.Root, "-overlay", p.overlayFile(), "-ldflags", "-s -w", "-o", p.binary(), p.Package)
	var failed *BuildError
	if errors.As(err, &failed) { // the compiler names the files that it read
		for original, read := range p.light.replace {
			if relative, err := filepath.Rel(p.Root, original); err == nil && read != "" {
				failed.Output = strings.ReplaceAll(failed.Output, read, relative)
			}
		}
	}
	return err
}

// BuildAll builds the whole program to a file. Its error is a *BuildError if the files are wrong.
func (p *Program) BuildAll(ctx context.Context, to string) error {
	return build(ctx, p.Root, "-o", to, p.Package)
}

func build(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-buildvcs=false"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &failed):
		return &BuildError{Output: mistakesOf(string(out))}
	default:
		return fmt.Errorf("running `go build`: %w", err)
	}
}

// mistakesOf leaves out the lines in which the go command names packages.
func mistakesOf(output string) string {
	var lines []string
	for line := range strings.Lines(output) {
		if !strings.HasPrefix(line, "# ") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return strings.Join(lines, "\n")
}

// Describe runs the built program on a folder of templates, as describe.Of does.
func (p *Program) Describe(ctx context.Context, folder string, write bool) (describe.Description, error) {
	args := []string{folder}
	if write {
		args = append(args, "write")
	}
	cmd := exec.CommandContext(ctx, p.binary(), args...)
	cmd.Dir = p.Root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return describe.Description{}, fmt.Errorf("running the program: %w\n%s", err, strings.TrimSpace(stderr.String()))
	}
	return describe.Decode(out)
}

// Folders are the folders of the packages of the project, and of lambdaless if it is a folder of its own, that
// the description and the whole program are built from.
func (p *Program) Folders(ctx context.Context) (light, all []string, err error) {
	if light, err = p.list(ctx, "-overlay", p.overlayFile()); err != nil {
		return nil, nil, err
	}
	all, err = p.list(ctx)
	return light, all, err
}

func (p *Program) list(ctx context.Context, flags ...string) ([]string, error) {
	args := append([]string{"list", "-deps", "-e", "-f", "{{if and .Module (not .Module.Version)}}{{.Dir}}{{else if and .Module .Module.Replace}}{{.Dir}}{{end}}"}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, p.Package)...)
	cmd.Dir = p.Root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing the packages of %s: %w", p.Package, err)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\r' || r == '\n' }), nil
}
