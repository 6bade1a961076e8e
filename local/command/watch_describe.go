package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lambdaless/infra"
	"lambdaless/infra/item"
	descriptions "lambdaless/local/describe"
	"lambdaless/local/watch"
)

// describer finds out which API the project's files declare.
type describer struct {
	api       infra.API // what this process was built with
	program   *watch.Program
	templates string // the folder
	built     bool   // whether the program describes the API, whose code is newer than api
	folders   []string
	// generated are the generated files as they were written last.
	generated map[string]string
}

// prepare finds the folders of Go code to watch, and builds the program once, so that the next build is faster. Where
// that is not possible, as on a machine without Go, code is not watched.
func (d *describer) prepare(ctx context.Context) <-chan []string {
	found := make(chan []string)
	go func() {
		defer close(found)
		if d.program.Package == "" || d.program.Prepare() != nil {
			return
		}
		light, all, err := d.program.Folders(ctx)
		if err != nil {
			return
		}
		d.folders = light
		select {
		case found <- all:
			_ = d.program.Build(ctx) // a mistake is reported when a file changes
		case <-ctx.Done():
		}
	}()
	return found
}

// build builds the program that describes the API.
func (d *describer) build(ctx context.Context) error {
	err := d.program.Build(ctx)
	var failed *watch.BuildError
	if errors.As(err, &failed) && failed.Undefined() {
		// The small build may have left out too much. Then only the whole program can be built.
		return d.buildAll(ctx)
	}
	d.built = d.built || err == nil
	return err
}

// buildAll builds the whole program. Its error is a *restart when that succeeds.
func (d *describer) buildAll(ctx context.Context) error {
	to := filepath.Join(d.program.Dir, "local")
	if err := d.program.BuildAll(ctx, to); err != nil {
		return err
	}
	return &restart{program: to}
}

// describe returns the API, having brought its generated templates up to date unless one of them was edited:
// that is reported as a mistake, and the edit is kept.
func (d *describer) describe(ctx context.Context, say func(string, ...any), files *watch.Files) (infra.API, error) {
	write := !d.edited()
	var described descriptions.Description
	var err error
	if d.built {
		described, err = d.program.Describe(ctx, d.templates, write)
	} else {
		described, err = descriptions.Of(d.api, d.templates, write)
	}
	for _, name := range described.Changed {
		say("wrote templates/%s", name)
	}
	for _, name := range described.Deleted {
		say("deleted templates/%s", name)
	}
	if write || err == nil && len(described.Mistakes) == 0 { // as when git brings declarations and templates together
		d.remember()
		for _, name := range slices.Concat(described.Changed, described.Deleted) {
			files.Written(filepath.Join(d.templates, filepath.FromSlash(name)))
		}
	}
	if err != nil {
		return infra.API{}, err
	}
	if len(described.Mistakes) > 0 {
		placed := watch.Places(d.program.Root, d.folders, described.Mistakes)
		return infra.API{}, fmt.Errorf("%d to correct:\n  %s", len(placed), strings.Join(placed, "\n  "))
	}
	api := described.API
	api.Templates = os.DirFS(d.templates)
	return api, checkTemplates(api.Templates)
}

// remember keeps the generated files as they are.
func (d *describer) remember() {
	d.generated = map[string]string{}
	_ = filepath.WalkDir(d.templates, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if text, err := os.ReadFile(path); err == nil && item.IsGenerated(string(text)) {
				d.generated[path] = string(text)
			}
		}
		return nil
	})
}

// edited reports whether a generated file is not as it was written.
func (d *describer) edited() bool {
	for path, was := range d.generated {
		if text, err := os.ReadFile(path); err == nil && string(text) != was {
			return true
		}
	}
	return false
}
