package command

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// outputs are the stack's outputs, by name.
type outputs map[string]output

type output struct {
	value  any
	secret bool
}

func toOutputs(m auto.OutputMap) outputs {
	out := outputs{}
	for name, o := range m {
		out[name] = output{value: o.Value, secret: o.Secret}
	}
	return out
}

// text returns an output that is a string, or "".
func (o outputs) text(name string) string {
	s, _ := o[name].value.(string)
	return s
}

// write keeps the outputs, secrets in the clear as in `pulumi stack output --json --show-secrets`,
// in a file that only its owner can read. It is written whole or not at all.
func (o outputs) write(file string) error {
	values := map[string]any{}
	for name, v := range o {
		values[name] = v.value
	}
	text, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the stack's outputs: %w", err)
	}
	if err := os.WriteFile(file+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("writing the stack's outputs: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("writing the stack's outputs: %w", err)
	}
	return nil
}

// print shows the outputs to people; secrets are not shown.
func (o outputs) print(w io.Writer) {
	names := make([]string, 0, len(o))
	width := 0
	for name := range o {
		names = append(names, name)
		width = max(width, len(name))
	}
	slices.Sort(names)
	_, _ = fmt.Fprintln(w, "Outputs:")
	for _, name := range names {
		v := o[name]
		if v.secret {
			_, _ = fmt.Fprintf(w, "  %-*s  [secret]\n", width, name)
			continue
		}
		if text, ok := v.value.(string); ok && len(text) > 200 {
			_, _ = fmt.Fprintf(w, "  %-*s  [%d characters, in outputs.json]\n", width, name, len(text))
			continue
		}
		if m, ok := v.value.(map[string]any); ok && len(m) > maxShown {
			_, _ = fmt.Fprintf(w, "  %-*s  [%d, in outputs.json]\n", width, name, len(m))
			continue
		}
		if m, ok := v.value.(map[string]any); ok {
			_, _ = fmt.Fprintf(w, "  %s\n", name)
			printMap(w, m)
			continue
		}
		_, _ = fmt.Fprintf(w, "  %-*s  %v\n", width, name, v.value)
	}
}

func printMap(w io.Writer, m map[string]any) {
	keys := make([]string, 0, len(m))
	width := 0
	for k := range m {
		keys = append(keys, k)
		width = max(width, len(k))
	}
	slices.Sort(keys)
	for _, k := range keys {
		_, _ = fmt.Fprintf(w, "    %-*s  %v\n", width, k, m[k])
	}
}
