package templatecases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// Result is what a template made of a case's input.
type Result struct {
	Output  string
	Error   error             // of rendering
	Status  int               // $context.responseOverride.status, 0 if it was not set
	Headers map[string]string // $context.responseOverride.header
}

// placeholder is {{Name}}, as in package infra.
var placeholder = regexp.MustCompile(`\{\{\s*([A-Za-z]*(?:\.[A-Za-z0-9_.-]+)?)\s*\}\}`)

// Run renders the input of a case of the file. Its error says why the template cannot be rendered at all.
func (f *File) Run(c Case) (Result, error) {
	text, err := os.ReadFile(f.Template)
	if err != nil {
		return Result{}, fmt.Errorf("reading the template: %w", err)
	}
	filled, err := f.fill(string(text))
	if err != nil {
		return Result{}, err
	}
	d, err := c.document()
	if err != nil {
		return Result{}, fmt.Errorf("%s:%d: case %q: input: %w", f.Path, c.Line, c.Name, err)
	}
	template, err := vtl.Parse(f.Template, filled)
	if err != nil {
		return Result{}, err
	}
	if d.Data.Context == nil {
		d.Data.Context = vtl.NewMap()
	}
	var r Result
	r.Output, r.Error = template.Render(d.Data)
	override, _ := d.Data.Context.Get("responseOverride").(*vtl.Map)
	switch status := override.Get("status").(type) {
	case int32:
		r.Status = int(status)
	case int64:
		r.Status = int(status)
	}
	headers, _ := override.Get("header").(*vtl.Map)
	for _, e := range headers.Entries() {
		if r.Headers == nil {
			r.Headers = map[string]string{}
		}
		r.Headers[java.String(e.Key)] = java.String(e.Value)
	}
	return r, nil
}

// fill replaces the template's placeholders, as a deployment does, and drops the last newline.
func (f *File) fill(text string) (string, error) {
	missing := map[string]bool{}
	filled := placeholder.ReplaceAllStringFunc(text, func(mark string) string {
		name := placeholder.FindStringSubmatch(mark)[1]
		value, ok := f.Values[name]
		if !ok {
			missing[name] = true
		}
		return value
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("%s: %s has the placeholders %s, which \"values\" does not give a value", f.Path, f.Template,
			strings.Join(slices.Sorted(maps.Keys(missing)), ", "))
	}
	return strings.TrimSuffix(filled, "\n"), nil
}

// document is the input as data for the template.
func (c Case) document() (*vtl.Document, error) {
	input := string(c.Input)
	if len(c.Input) == 0 {
		input = "{}"
	}
	d, err := vtl.ReadDocument(input)
	if err == nil && d.Given {
		err = fmt.Errorf("it has a template: the template is the file beside the cases")
	}
	return d, err
}

// Check returns how a result differs from what the case expects, or nil.
func (f *File) Check(c Case, r Result) error {
	var wrong []string
	add := func(what string, want, got any) {
		wrong = append(wrong, fmt.Sprintf("  %s is\n    %v\n  and must be\n    %v", what, got, want))
	}
	switch {
	case c.Error != "" && r.Error == nil:
		add("the output", "an error with "+c.Error, r.Output)
	case c.Error != "" && !strings.Contains(r.Error.Error(), c.Error):
		add("the error", "one with "+c.Error, r.Error)
	case c.Error == "" && r.Error != nil:
		add("the result", "an output", "the error "+r.Error.Error())
	case c.Text != nil && r.Output != *c.Text:
		add("the text", *c.Text, r.Output)
	case c.JSON != nil:
		if got, err := value([]byte(r.Output)); err != nil {
			add("the output", compact(c.JSON), fmt.Sprintf("not JSON (%v): %s", err, r.Output))
		} else if want, err := value(c.JSON); err != nil || !reflect.DeepEqual(got, want) {
			add("the JSON", compact(c.JSON), compact([]byte(r.Output)))
		}
	}
	if r.Error == nil && c.Error == "" {
		if r.Status != c.Status {
			add("the status override", c.Status, r.Status)
		}
		if !maps.Equal(r.Headers, c.Headers) {
			add("the header overrides", c.Headers, r.Headers)
		}
	}
	if wrong == nil {
		return nil
	}
	return fmt.Errorf("%s:%d: case %q:\n%s", f.Path, c.Line, c.Name, strings.Join(wrong, "\n"))
}

// value decodes JSON; numbers keep their digits, since 1 and 1.0 are different answers.
func value(text []byte) (v any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	if decoder.More() {
		return nil, fmt.Errorf("there is more behind the first value")
	}
	return v, nil
}

func compact(text []byte) string {
	var out bytes.Buffer
	if json.Compact(&out, text) != nil {
		return string(text)
	}
	return out.String()
}

// Named finds the cases of a name in the files below a folder, or only in those of one template.
func Named(folder, template, name string) (*File, Case, error) {
	paths, err := find(folder)
	if err != nil {
		return nil, Case{}, err
	}
	if template != "" {
		paths = []string{pathOf(template)}
	}
	var file *File
	var found Case
	var all, places []string
	for _, path := range paths {
		f, err := read(path)
		if err != nil {
			return nil, Case{}, err
		}
		for _, c := range f.Cases {
			all = append(all, fmt.Sprintf("  %s (%s)", c.Name, filepath.ToSlash(f.Template)))
			if c.Name == name {
				file, found = f, c
				places = append(places, f.Template)
			}
		}
	}
	switch len(places) {
	case 1:
		return file, found, nil
	case 0:
		return nil, Case{}, fmt.Errorf("there is no case %q; the cases are\n%s", name, strings.Join(all, "\n"))
	default:
		return nil, Case{}, fmt.Errorf("there are %d cases %q: choose one by its template, with --file %s", len(places), name, strings.Join(places, " or --file "))
	}
}
