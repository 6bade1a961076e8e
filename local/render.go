package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"lambdaless/internal/vtl"
)

// newRender is `local render`: a template and its data in, what API Gateway makes of them out.
func newRender() *cobra.Command {
	var file string
	var batch bool
	cmd := &cobra.Command{
		Use:   "render",
		Short: "Render a mapping template, as API Gateway does, without deploying anything",
		Long: "Render a mapping template as API Gateway does. Standard input is one JSON document:\n" +
			`  {"template": "...", "body": "...", "path": {}, "querystring": {}, "header": {}, "context": {}, "stageVariables": {}, "vars": {}}` + "\n" +
			"in which everything may be left out but the template, and that too with --file. Path parameters are\n" +
			"percent-encoded, as the client sends them; vars are further references. The rendered text is printed,\n" +
			"and nothing else. With --batch each line is such a document, and is answered with a line:\n" +
			`{"output": ...} or {"error": ...}.`,
		Example: `  echo '{"template": "Hello $input.params(\"name\")", "path": {"name": "bob"}}' | local render`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := newRenderer(file)
			if err != nil {
				return err
			}
			if batch {
				return r.batch(cmd.InOrStdin(), cmd.OutOrStdout())
			}
			text, err := io.ReadAll(cmd.InOrStdin())
			if err != nil {
				return fmt.Errorf("reading standard input: %w", err)
			}
			out, err := r.render(text)
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), out)
			return err
		},
	}
	cmd.Flags().StringVar(&file, "file", "", "read the template from this file instead of the document")
	cmd.Flags().BoolVar(&batch, "batch", false, "read a document a line and answer with a line of JSON each")
	return cmd
}

// renderer renders documents; the last template is kept, since batches repeat it.
type renderer struct {
	file string
	text string // of the file
	last *vtl.Template
	from string // the text that last was parsed from
}

func newRenderer(file string) (*renderer, error) {
	r := &renderer{file: file}
	if file == "" {
		return r, nil
	}
	text, err := os.ReadFile(file) //nolint:gosec // the user's own file
	if err != nil {
		return nil, fmt.Errorf("reading the template: %w", err)
	}
	r.text = string(text)
	return r, nil
}

// document is what a template is rendered with.
type document struct {
	Template       *string
	Body           json.RawMessage
	Path           json.RawMessage
	Querystring    json.RawMessage
	Header         json.RawMessage
	Context        json.RawMessage
	StageVariables map[string]string
	Vars           json.RawMessage
}

func (r *renderer) render(text []byte) (string, error) {
	var d document
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return "", fmt.Errorf("the input is not a document to render: %w; see `local render --help`", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", errors.New("the input has more than one document: give one a line with --batch")
	}
	template, err := r.template(d)
	if err != nil {
		return "", err
	}
	data, err := d.data()
	if err != nil {
		return "", err
	}
	return template.Render(data)
}

func (r *renderer) template(d document) (*vtl.Template, error) {
	name, text := "template", r.text
	switch {
	case r.file != "" && d.Template != nil:
		return nil, errors.New("--file and the document's template exclude each other: leave one out")
	case r.file != "":
		name = r.file
	case d.Template != nil:
		text = *d.Template
	default:
		return nil, errors.New("there is no template: name a file with --file, or give the document a template")
	}
	if r.last != nil && r.from == text {
		return r.last, nil
	}
	template, err := vtl.Parse(name, text)
	if err != nil {
		return nil, err
	}
	r.last, r.from = template, text
	return template, nil
}

func (d document) data() (*vtl.Data, error) {
	var problems []error
	object := func(name string, text json.RawMessage) *vtl.Map {
		if len(text) == 0 || string(text) == "null" {
			return vtl.NewMap()
		}
		v, err := vtl.FromJSON(string(text))
		m, ok := v.(*vtl.Map)
		if err != nil || !ok {
			problems = append(problems, fmt.Errorf("%s is %s: it must be a JSON object", name, text))
			return vtl.NewMap()
		}
		return m
	}
	data := &vtl.Data{
		Body:           body(d.Body),
		Params:         vtl.Params{Path: object("path", d.Path), Querystring: object("querystring", d.Querystring), Header: object("header", d.Header)},
		Context:        object("context", d.Context),
		StageVariables: d.StageVariables,
		Vars:           map[string]any{},
	}
	for _, e := range object("vars", d.Vars).Entries() {
		data.Vars[fmt.Sprint(e.Key)] = e.Value
	}
	return data, errors.Join(problems...)
}

// body is the raw payload: a JSON string stands for its text, and any other JSON for itself.
func body(text json.RawMessage) string {
	var s string
	if json.Unmarshal(text, &s) == nil {
		return s
	}
	return string(text)
}

// batch answers a line of input with a line of output.
func (r *renderer) batch(in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, 1<<20)
	w := bufio.NewWriter(out)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := r.answer(w, line); err != nil {
				return err
			}
		}
		// What is asked line by line is answered line by line.
		if lines.Buffered() == 0 || err != nil {
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading line %d of standard input: %w", n, err)
		}
	}
}

func (r *renderer) answer(w io.Writer, line []byte) error {
	out, err := r.render(line)
	answer := map[string]string{"output": out}
	if err != nil {
		answer = map[string]string{"error": strings.TrimSpace(err.Error())}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(answer)
}
