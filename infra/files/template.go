// Package files reads the files of templates/: templates with their placeholders, models and schemas.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// placeholder is {{Name}}. Neither JSON nor Velocity has a use for two opening braces before a word.
var placeholder = regexp.MustCompile(`\{\{\s*([A-Za-z]*(?:\.[A-Za-z0-9_.-]+)?)\s*\}\}`)

// Template is a file of templates/ whose {{Name}} placeholders are known to have values.
type Template struct {
	File string // under templates/
	Text string // as it stands in the file
}

// ReadTemplate reads a template and checks its {{Name}} placeholders against the names that will have
// values. A placeholder without a value and a value without a placeholder are both mistakes.
func ReadTemplate(files fs.FS, file string, names ...string) (Template, error) {
	text, err := Read(files, file)
	if err != nil {
		return Template{}, err
	}
	var problems []error
	used := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		for _, match := range placeholder.FindAllStringSubmatch(line, -1) {
			used[match[1]] = true
			if !slices.Contains(names, match[1]) {
				problems = append(problems, fmt.Errorf("templates/%s:%d: %s has no value here; %s", file, i+1, match[0], known(names)))
			}
		}
	}
	for _, name := range names {
		if !used[name] {
			problems = append(problems, fmt.Errorf("templates/%s:1: {{%s}} is used nowhere in the template; a name that is written out cannot follow the stack", file, name))
		}
	}
	return Template{File: file, Text: text}, errors.Join(problems...)
}

func known(names []string) string {
	if len(names) == 0 {
		return "this kind of file has no placeholders"
	}
	return "known names are " + strings.Join(names, ", ")
}

// Fill replaces the placeholders with values. The result starts with a comment that names the file,
// so that logs and the console show where the text came from, and ends without the file's last
// newline, which would otherwise be the last byte of every answer.
func (t Template) Fill(values map[string]string) string {
	text := placeholder.ReplaceAllStringFunc(t.Text, func(mark string) string {
		return values[placeholder.FindStringSubmatch(mark)[1]]
	})
	return "## source: " + t.File + "\n" + strings.TrimSuffix(text, "\n")
}

// Read is the text of a file, whose path starts below templates/.
func Read(files fs.FS, file string) (string, error) {
	if file == "" {
		return "", errors.New("no file is named")
	}
	if inside, ok := strings.CutPrefix(file, "templates/"); ok {
		return "", fmt.Errorf("%s: paths start below templates/; write %q", file, inside)
	}
	text, err := fs.ReadFile(files, file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("templates/%s does not exist", file)
	}
	if err != nil {
		return "", fmt.Errorf("templates/%s cannot be read: %w", file, err)
	}
	return string(text), nil
}
