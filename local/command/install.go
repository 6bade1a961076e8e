package command

import (
	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/database"
	"lambdaless/local/engine"
)

// newInstall is `local install`: everything that the other commands fetch or build on their first
// run, now.
func newInstall(api infra.API) *cobra.Command {
	return &cobra.Command{
		Use:   "install",
		Short: "Fetch and build what the other commands need: the Pulumi CLI and the database",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := readOptions(cmd, api, ".local")
			if err != nil {
				return err
			}
			if _, err := engine.FindCLI(cmd.Context(), s.home, s.out); err != nil {
				return err
			}
			e, err := database.Default(s.tools(), s.dir)
			if err != nil {
				return err
			}
			return e.Install(cmd.Context(), s.out)
		},
	}
}
