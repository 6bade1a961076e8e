package command

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"lambdaless/infra"
)

// newTemplates is `local templates`: it writes the templates of the endpoints that are declared.
func newTemplates(api infra.API) *cobra.Command {
	return &cobra.Command{
		Use:   "templates",
		Short: "Write the mapping templates and models that the declared endpoints need",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := readOptions(cmd, api, ".local")
			if err != nil {
				return err
			}
			written, err := infra.WriteTemplates(api, filepath.Join(s.root, "templates"))
			if err != nil {
				return fmt.Errorf("the API %s has mistakes, nothing was written: %w", api.Name, err)
			}
			for _, name := range written.Changed {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "wrote templates/%s\n", name)
			}
			for _, name := range written.Deleted {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "deleted templates/%s, which no endpoint needs any more\n", name)
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%d templates and models are up to date\n", len(written.Changed)+len(written.Unchanged))
			return nil
		},
	}
}
