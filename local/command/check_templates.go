package command

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// placeholder is what the program replaces in a template by a name or a number.
var placeholder = regexp.MustCompile(`\{\{[A-Za-z]+(?:\.[A-Za-z0-9_.-]+)?\}\}`)

// digits can stand wherever a placeholder does, and leave what follows in its column.
func digits(mark string) string { return strings.Repeat("1", len(mark)) }

// checkTemplates parses every template of an API, which API Gateway does only when a request comes: the
// request is then answered with 500. The error has every mistake, with file and line.
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
		if _, err := parse.Parse("templates/"+path, placeholder.ReplaceAllStringFunc(string(text), digits)); err != nil {
			problems = append(problems, err)
		}
		return nil
	})
	return errors.Join(append(problems, err)...)
}
