package templatecases

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// suffix ends the name of a file with cases, in place of the template's .vtl.
const suffix = ".cases.json"

// File is a file with cases.
type File struct {
	Path     string // of the file
	Template string // the path of the template beside it
	Values   map[string]string
	Cases    []Case
}

// Case is one input and what the template must make of it.
type Case struct {
	Name    string            `json:"name"`
	Input   json.RawMessage   `json:"input,omitempty"`
	JSON    json.RawMessage   `json:"json,omitempty"`
	Text    *string           `json:"text,omitempty"`
	Error   string            `json:"error,omitempty"`
	Status  int               `json:"status,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`

	Line int `json:"-"` // in the file
}

// templateOf is the path of the template that a file of cases is about.
func templateOf(path string) string { return strings.TrimSuffix(path, suffix) + ".vtl" }

// pathOf is the path of a template's file of cases.
func pathOf(template string) string { return strings.TrimSuffix(template, ".vtl") + suffix }

// find lists the files with cases below a folder, sorted.
func find(folder string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, suffix) {
			paths = append(paths, path)
		}
		return err
	})
	return paths, err
}

// read reads a file with cases. Its error has a line for each mistake, with its place in the file.
func read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading template cases: %w", err)
	}
	f := &File{Path: path, Template: templateOf(path)}
	p := &parser{path: path, text: text}
	p.file(f)
	if _, err := os.Stat(f.Template); err != nil {
		p.problems = append(p.problems, fmt.Errorf("%s: its template %s cannot be read: name the file after the template", path, f.Template))
	}
	return f, errors.Join(p.problems...)
}

// parser reads a file strictly and keeps every mistake with its line.
type parser struct {
	path     string
	text     []byte
	problems []error
}

func (p *parser) file(f *File) {
	var raw struct {
		Values map[string]string `json:"values"`
		Cases  []json.RawMessage `json:"cases"`
	}
	if !p.decode(0, p.text, &raw, "values and cases") {
		return
	}
	f.Values = raw.Values
	if len(raw.Cases) == 0 {
		p.add(0, "there are no cases")
	}
	names := map[string]int{}
	from := 0
	for _, text := range raw.Cases {
		// A RawMessage is the bytes of the file as they are.
		at := from + bytes.Index(p.text[from:], text)
		from = at + len(text)
		c := Case{Line: p.line(at)}
		if !p.decode(at, text, &c, "name, input, json, text, error, status and headers") {
			continue
		}
		p.check(at, c)
		if first, taken := names[c.Name]; taken {
			p.add(at, "the name %q is taken by the case in line %d", c.Name, first)
		}
		names[c.Name] = c.Line
		f.Cases = append(f.Cases, c)
	}
}

// check reports a case that has no name, expects nothing or contradicts itself.
func (p *parser) check(at int, c Case) {
	if c.Name == "" {
		p.add(at, `the case has no "name"`)
	}
	expected := 0
	for _, given := range []bool{c.JSON != nil, c.Text != nil, c.Error != ""} {
		if given {
			expected++
		}
	}
	if expected != 1 {
		p.add(at, "case %q needs exactly one of json, text and error, and has %d of them", c.Name, expected)
	}
	if c.Error != "" && (c.Status != 0 || c.Headers != nil) {
		p.add(at, "case %q expects an error, which has no status and headers", c.Name)
	}
	if _, err := c.document(); err != nil {
		p.add(at, "case %q: input: %v", c.Name, err)
	}
}

// decode decodes the bytes that start at an offset of the file, strictly.
func (p *parser) decode(at int, text []byte, into any, fields string) bool {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			p.add(at+int(decoder.InputOffset()), "there is more behind the end of the object")
			return false
		}
		return true
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		p.add(at+int(syntax.Offset), "not JSON: %v", err)
	case errors.As(err, &kind):
		p.add(at+int(kind.Offset), "%s is a JSON %s: it must be a %s", kind.Field, kind.Value, kind.Type)
	case strings.Contains(err.Error(), "unknown field "):
		_, field, _ := strings.Cut(err.Error(), "unknown field ")
		p.add(at+max(bytes.Index(text, []byte(field)), 0), "unknown field %s; the fields are %s", field, fields)
	default:
		p.add(at+len(text), "not JSON: %v", err)
	}
	return false
}

func (p *parser) add(at int, format string, args ...any) {
	p.problems = append(p.problems, fmt.Errorf("%s:%d: %s", p.path, p.line(at), fmt.Sprintf(format, args...)))
}

func (p *parser) line(at int) int {
	return 1 + bytes.Count(p.text[:min(at, len(p.text))], []byte("\n"))
}
