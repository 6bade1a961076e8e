package infra

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Written is what WriteTemplates did, by the files' paths under the folder.
type Written struct{ Changed, Deleted, Unchanged []string }

// WriteTemplates writes the templates that the API's endpoints generate into a folder, which holds
// what the API's Templates do, and deletes those that no endpoint generates any more. It writes
// nothing if a declaration has mistakes, which it returns as Mistakes.
func WriteTemplates(api API, folder string) (Written, error) {
	api.Templates = os.DirFS(folder)
	files, err := GeneratedTemplates(api)
	if err != nil {
		return Written{}, err
	}
	var written Written
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if text, err := os.ReadFile(file); err == nil && string(text) == files[name] {
			written.Unchanged = append(written.Unchanged, name)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			problems = append(problems, err)
			continue
		}
		if err := os.WriteFile(file, []byte(files[name]), 0o644); err != nil {
			problems = append(problems, fmt.Errorf("writing a template: %w", err))
			continue
		}
		written.Changed = append(written.Changed, name)
	}
	for _, name := range LeftOver(api, files) {
		if err := os.Remove(filepath.Join(folder, filepath.FromSlash(name))); err != nil {
			problems = append(problems, err)
			continue
		}
		written.Deleted = append(written.Deleted, name)
	}
	return written, errors.Join(problems...)
}
