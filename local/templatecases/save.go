package templatecases

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"lambdaless/local/dataplane/trace"
)

// Save makes a case of each template that a request rendered, in the cases beside the template, and returns the
// files. root is the project; logical has the names of tables by their physical ones, since a case is for
// every stack. No case is overwritten: if one of the files has the name already, none is written.
func Save(root, name string, renderings []trace.Rendering, logical map[string]string) ([]string, error) {
	if name == "" {
		return nil, errors.New("a case needs a name")
	}
	var problems []error
	written := map[string][]byte{}
	for _, r := range renderings {
		template := filepath.Join(root, filepath.FromSlash(r.Template))
		if written[pathOf(template)] != nil {
			continue // API Gateway renders no template twice for one request
		}
		path, text, err := saved(template, name, r, logical)
		problems = append(problems, err)
		written[path] = text
	}
	if len(renderings) == 0 {
		problems = append(problems, errors.New("the request rendered no template: its trace says where it ended"))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	files := slices.Sorted(maps.Keys(written))
	return files, writeAll(files, written)
}

// saved is a template's file of cases with one more.
func saved(template, name string, r trace.Rendering, logical map[string]string) (string, []byte, error) {
	text, err := os.ReadFile(template)
	if err != nil {
		return "", nil, fmt.Errorf("the template %s was not rendered from a file of the project: %w", r.Template, err)
	}
	values, ok := valuesOf(strings.TrimSuffix(string(text), "\n"), r.Text)
	if !ok {
		return "", nil, fmt.Errorf("%s has changed since it was deployed: deploy it, then save the case", r.Template)
	}
	for placeholder, value := range values {
		if own, ok := logical[value]; ok {
			values[placeholder] = own
		}
	}
	f := &File{Path: pathOf(template), Template: template, Values: values}
	if _, err := os.Stat(f.Path); err == nil {
		there, err := read(f.Path)
		if err != nil {
			return "", nil, err
		}
		f.Values = there.Values
	}
	c, err := f.expect(Case{Name: name}, f.smallest(r.Input))
	if err != nil {
		return "", nil, err
	}
	out, err := added(template, f.Values, c)
	return f.Path, out, err
}

// expect is a case of an input, with what the template makes of it.
func (f *File) expect(c Case, in trace.Input) (Case, error) {
	var err error
	if c.Input, err = document(in); err != nil {
		return c, err
	}
	r, err := f.Run(c)
	if err != nil {
		return c, err
	}
	if r.Error != nil {
		c.Error = r.Error.Error()
		return c, nil
	}
	c.Status, c.Headers = r.Status, r.Headers
	if _, err := value([]byte(r.Output)); err == nil {
		c.JSON = json.RawMessage(r.Output)
	} else {
		c.Text = &r.Output
	}
	return c, nil
}

// smallest leaves out of an input the headers, and of $context the members, without which the template makes the
// same: a browser sends a dozen headers that no template reads.
func (f *File) smallest(in trace.Input) trace.Input {
	want, err := f.expect(Case{}, in)
	if err != nil {
		return in
	}
	same := func() bool {
		got, err := f.expect(Case{}, in)
		got.Input = want.Input
		a, _ := json.Marshal(want) // both are JSON already
		b, _ := json.Marshal(got)
		return err == nil && string(a) == string(b)
	}
	for _, members := range []map[string]any{in.Header, in.Context} {
		for _, name := range slices.Sorted(maps.Keys(members)) {
			value := members[name]
			if delete(members, name); !same() {
				members[name] = value
			}
		}
	}
	return in
}

// document is an input as a case has it: a body that is JSON stands for itself.
func document(in trace.Input) (json.RawMessage, error) {
	var raw struct {
		trace.Input
		Body json.RawMessage `json:"body,omitempty"`
	}
	raw.Input = in
	if in.Body != "" {
		if raw.Body = json.RawMessage(in.Body); !json.Valid(raw.Body) {
			var err error
			if raw.Body, err = encode(in.Body, ""); err != nil {
				return nil, err
			}
		}
	}
	return encode(raw, "")
}

// valuesOf finds the values of a template's placeholders in the text that was deployed. It is false if the
// template is another one.
func valuesOf(template, deployed string) (map[string]string, bool) {
	pattern, names, at := "^", []string{}, 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(template, -1) {
		pattern += regexp.QuoteMeta(template[at:m[0]]) + `([A-Za-z0-9_.-]*)`
		names, at = append(names, template[m[2]:m[3]]), m[1]
	}
	found := regexp.MustCompile(pattern + regexp.QuoteMeta(template[at:]) + "$").FindStringSubmatch(deployed)
	if found == nil {
		return nil, false
	}
	values := map[string]string{}
	for i, name := range names {
		if before, ok := values[name]; ok && before != found[i+1] {
			return nil, false
		}
		values[name] = found[i+1]
	}
	return values, true
}

// writeAll writes all files, or leaves them as they were.
func writeAll(files []string, texts map[string][]byte) error {
	for i, path := range files {
		before, missing := os.ReadFile(path)
		err := write(path, texts[path])
		if err == nil {
			texts[path] = before
			if missing != nil {
				texts[path] = nil
			}
			continue
		}
		for _, done := range files[:i] {
			if texts[done] == nil {
				err = errors.Join(err, os.Remove(done))
			} else {
				err = errors.Join(err, write(done, texts[done]))
			}
		}
		return err
	}
	return nil
}
