package command

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lambdaless/internal/vtl"
	"lambdaless/local/engine"
	"lambdaless/local/templatecases"
)

// newRender is `local render`: a template and its data in, what API Gateway makes of them out.
func newRender() *cobra.Command {
	var file, name string
	var batch bool
	cmd := &cobra.Command{
		Use:   "render",
		Short: "Render a mapping template, as API Gateway does, without deploying anything",
		Long: "Render a mapping template as API Gateway does. Standard input is one JSON document:\n" +
			`  {"template": "...", "body": "...", "path": {}, "querystring": {}, "header": {}, "context": {}, "stageVariables": {}, "vars": {}}` + "\n" +
			"in which everything may be left out but the template, and that too with --file. Path parameters are\n" +
			"percent-encoded, as the client sends them; vars are further references. The rendered text is printed,\n" +
			"and nothing else. With --batch each line is such a document, and is answered with a line:\n" +
			`{"output": ...} or {"error": ...}.` + "\n\n" +
			"With --case a case of the project's templates is rendered, by its name in a NAME.cases.json beside a template,\n" +
			"and compared with what it expects.",
		Example: `  echo '{"template": "Hello $input.params(\"name\")", "path": {"name": "bob"}}' | local render`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("case") {
				if batch {
					return errors.New("--case renders one case and --batch the documents of standard input: leave one out")
				}
				root, err := engine.Root(".")
				if err != nil {
					return err
				}
				return renderCase(shortest(filepath.Join(root, "templates")), file, name, cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			r, err := newRenderer(file)
			if err != nil {
				return err
			}
			if batch {
				return r.batch(interruptible(cmd.Context(), cmd.InOrStdin()), cmd.OutOrStdout())
			}
			text, err := documentOf(isTerminal(cmd.InOrStdin()), file, interruptible(cmd.Context(), cmd.InOrStdin()))
			if err != nil {
				return err
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
	cmd.Flags().StringVar(&name, "case", "", "render the case of this name; --file says of which template, where several have it")
	cmd.Flags().BoolVar(&batch, "batch", false, "read one document per line and answer each with one line of JSON")
	return cmd
}

// renderCase renders a case of a template below a folder. The overrides go to the second writer, and what the
// case expects and does not get is an error.
func renderCase(folder, template, name string, out, about io.Writer) error {
	f, c, err := templatecases.Named(folder, template, name)
	if err != nil {
		return err
	}
	r, err := f.Run(c)
	if err != nil {
		return err
	}
	if r.Error == nil {
		if _, err := io.WriteString(out, r.Output+"\n"); err != nil {
			return err
		}
	} else {
		_, _ = fmt.Fprintln(about, r.Error)
	}
	if r.Status != 0 {
		_, _ = fmt.Fprintf(about, "status: %d\n", r.Status)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		_, _ = fmt.Fprintf(about, "%s: %s\n", name, r.Headers[name])
	}
	if err := f.Check(c, r); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(about, "as %s:%d expects\n", f.Path, c.Line)
	return nil
}

// documentOf is the document on standard input. Nothing is read from a terminal: a template of a file is then
// rendered for an empty request.
func documentOf(terminal bool, file string, in io.Reader) ([]byte, error) {
	switch {
	case terminal && file == "":
		return nil, errors.New(`standard input is a terminal: pipe a document to it, as in: echo '{"template": "$input.params(\"name\")", "path": {"name": "bob"}}' | local render`)
	case terminal:
		return []byte("{}"), nil
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("reading standard input: %w", err)
	}
	return text, nil
}

// interruptible ends with the context: a read of a terminal, or of a pipe in which nothing comes, does not.
func interruptible(ctx context.Context, in io.Reader) io.Reader {
	r, w := io.Pipe()
	context.AfterFunc(ctx, func() { _ = w.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(w, in)
		_ = w.CloseWithError(err)
	}()
	return r
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
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the template: %w", err)
	}
	r.text = string(text)
	return r, nil
}

func (r *renderer) render(text []byte) (string, error) {
	d, err := vtl.ReadDocument(string(text))
	if err != nil {
		return "", fmt.Errorf("standard input: %w; see `local render --help`, and --batch for one document per line", err)
	}
	template, err := r.template(d)
	if err != nil {
		return "", err
	}
	return template.Render(d.Data)
}

func (r *renderer) template(d *vtl.Document) (*vtl.Template, error) {
	name, text := cmp.Or(d.Name, "template"), d.Template
	switch {
	case r.file != "" && d.Given:
		return nil, errors.New("--file and the document's template exclude each other: leave one out")
	case r.file != "":
		name, text = r.file, r.text
	case !d.Given:
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

// batch answers each line of input with one line of output.
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
