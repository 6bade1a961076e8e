package infra

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// placeholder is {{Name}}. Neither JSON nor Velocity has a use for two opening braces before a word.
var placeholder = regexp.MustCompile(`\{\{\s*([A-Za-z]*)\s*\}\}`)

// sourceLine is the first line of every deployed template, so that logs and the console name the
// file that the text came from. It is a comment: it renders nothing.
func sourceLine(file string) string { return "## source: " + file + "\n" }

// readTemplate reads a template and puts the values in the place of its {{Names}}. A name without a
// value and a value without a place are both mistakes. The text starts with the sourceLine and ends
// without the file's last newline, which would otherwise be the last byte of every answer.
func readTemplate(files fs.FS, file string, values map[string]string) (string, error) {
	text, err := readFile(files, file)
	if err != nil {
		return "", err
	}
	text, err = substitute(file, text, values)
	if err != nil {
		return "", err
	}
	return sourceLine(file) + strings.TrimSuffix(text, "\n"), nil
}

func substitute(file, text string, values map[string]string) (string, error) {
	var problems []error
	used := map[string]bool{}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		lines[i] = placeholder.ReplaceAllStringFunc(line, func(mark string) string {
			name := placeholder.FindStringSubmatch(mark)[1]
			value, ok := values[name]
			if !ok {
				problems = append(problems, fmt.Errorf("templates/%s:%d: %s has no value here; %s", file, i+1, mark, known(values)))
				return mark
			}
			used[name] = true
			return value
		})
	}
	for _, name := range sortedKeys(values) {
		if !used[name] {
			problems = append(problems, fmt.Errorf("templates/%s:1: {{%s}} (here %q) is used nowhere in the template; a name that is written out cannot follow the stack", file, name, values[name]))
		}
	}
	return strings.Join(lines, ""), errors.Join(problems...)
}

func known(values map[string]string) string {
	if len(values) == 0 {
		return "this kind of file has no placeholders"
	}
	return "known names are " + strings.Join(sortedKeys(values), ", ")
}

func readFile(files fs.FS, file string) (string, error) {
	if file == "" {
		return "", errors.New("no file is named")
	}
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return "", fmt.Errorf("templates/%s cannot be read: %w", file, err)
	}
	return string(text), nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
