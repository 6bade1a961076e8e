package command

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"lambdaless/infra"
)

// newOutputs is `local outputs`: a stack's outputs for programs.
func newOutputs(api infra.API) *cobra.Command {
	var stack, dir, format string
	var stdin bool
	cmd := &cobra.Command{
		Use:   "outputs",
		Short: "Print a deployed stack's outputs as JSON, or those for clients as a .env for Vite",
		Long: "Print the outputs of a stack of the local AWS, or with --stdin those that `pulumi stack output --json` printed.\n" +
			"As env, only what clients may see is printed: VITE_API_URL for apiUrl. docs/outputs.md describes the outputs.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			values := map[string]any{}
			if stdin {
				if err := json.NewDecoder(cmd.InOrStdin()).Decode(&values); err != nil {
					return fmt.Errorf("standard input is not the JSON of pulumi stack output --json: %w", err)
				}
			} else {
				s, err := readOptions(cmd, api, dir)
				if err != nil {
					return err
				}
				out, err := readOutputs(s.dir, stack)
				if err != nil {
					return err
				}
				for name, o := range out {
					values[name] = o.value
				}
			}
			return writeOutputs(cmd.OutOrStdout(), values, format)
		},
	}
	stackFlag(cmd, &stack)
	dirFlag(cmd, &dir)
	cmd.Flags().StringVar(&format, "format", "json", "json, or env")
	cmd.Flags().BoolVar(&stdin, "stdin", false, "read the outputs from standard input")
	return cmd
}

func writeOutputs(w io.Writer, values map[string]any, format string) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(values)
	case "env":
		var out strings.Builder
		for _, o := range infra.Outputs {
			text, ok := envText(values[o.Name])
			if !o.Public || !ok {
				continue
			}
			quoted, err := json.Marshal(text)
			if err != nil {
				return err
			}
			// Vite expands a dollar within quotes unless it is escaped.
			out.WriteString("VITE_" + envName(o.Name) + "=" + strings.ReplaceAll(string(quoted), "$", `\$`) + "\n")
		}
		_, err := io.WriteString(w, out.String())
		return err
	}
	return fmt.Errorf("the format %q must be json or env", format)
}

// envText is the value of a variable: a list is joined by spaces, as scopes are in OAuth 2.0.
func envText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case []any:
		words := make([]string, len(v))
		for i, one := range v {
			words[i] = fmt.Sprint(one)
		}
		return strings.Join(words, " "), !slices.Contains(words, "")
	}
	return "", false
}

// envName is API_URL for apiUrl.
func envName(name string) string {
	var out strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToUpper(r))
	}
	return out.String()
}
