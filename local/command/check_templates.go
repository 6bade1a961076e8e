package command

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"

	"lambdaless/internal/vtl/lint"
)

// placeholder is what the program replaces in a template by a name or a number.
var placeholder = regexp.MustCompile(`\{\{[A-Za-z]+(?:\.[A-Za-z0-9_.-]+)?\}\}`)

// digits can stand wherever a placeholder does, and leave what follows in its column.
func digits(mark string) string { return strings.Repeat("1", len(mark)) }

// checkTemplates reports mistakes in every template of an API, which API Gateway deploys silently: requests are then
// answered with 400, 500 or 502. The error has all of them, with file and line.
func checkTemplates(files fs.FS) error {
	var problems []error
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".vtl") {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		problems = append(problems, lint.Mistakes("templates/"+path, placeholder.ReplaceAllStringFunc(string(text), digits))...)
		return nil
	})
	return errors.Join(append(problems, err)...)
}
