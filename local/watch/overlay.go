package watch

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lambdaless/internal/module"
)

// overlay is a build overlay (`go help build`): which files a build reads in place of others.
type overlay struct {
	replace map[string]string
	removed map[string]string // what the build leaves out of files, by their paths
}

// lightOverlay leaves out of a program what only deploys and serves: the declarations of infra that need
// Pulumi, and package command of the local AWS, whose Main then describes the API. home is the folder of
// lambdaless; what stays of files is written into a folder.
func lightOverlay(home, folder string) (overlay, error) {
	o := overlay{replace: map[string]string{}, removed: map[string]string{}}
	files, err := trim(filepath.Join(home, "infra"), heavyPackages(home))
	if err != nil {
		return o, err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return o, fmt.Errorf("making a folder for builds: %w", err)
	}
	for path, t := range files {
		to := filepath.Join(folder, filepath.Base(path))
		if err := os.WriteFile(to, []byte(t.text), 0o600); err != nil {
			return o, fmt.Errorf("writing a build overlay: %w", err)
		}
		o.replace[path], o.removed[path] = to, t.removed
	}
	commands, err := filepath.Glob(filepath.Join(home, "local", "command", "*.go"))
	if err != nil {
		return o, err
	}
	for _, path := range commands {
		o.replace[path] = ""
	}
	o.replace[filepath.Join(home, "local", "command", "command.go")] = filepath.Join(home, "local", "describe", "command", "command.go")
	return o, nil
}

// write writes the overlay as the go command reads it.
func (o overlay) write(path string) error {
	text, err := json.Marshal(map[string]any{"Replace": o.replace})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("writing a build overlay: %w", err)
	}
	return nil
}

// heavyPackages returns a function that reports whether a package is Pulumi's, or one of lambdaless in the folder
// home that imports it, directly or not.
func heavyPackages(home string) func(path string) bool {
	known := map[string]bool{}
	var heavy func(path string) bool
	heavy = func(path string) bool {
		if strings.HasPrefix(path, "github.com/pulumi/") {
			return true
		}
		inside, ok := strings.CutPrefix(path, module.Name+"/")
		if !ok {
			return false
		}
		if is, ok := known[path]; ok {
			return is
		}
		known[path] = false
		files, _ := filepath.Glob(filepath.Join(home, filepath.FromSlash(inside), "*.go")) // the pattern is well-formed
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				continue
			}
			for _, spec := range parsed.Imports {
				if imported, err := strconv.Unquote(spec.Path.Value); err == nil && heavy(imported) {
					known[path] = true
				}
			}
		}
		return known[path]
	}
	return heavy
}
