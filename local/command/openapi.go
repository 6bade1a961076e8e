package command

import (
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// newOpenAPI is `local openapi`: the API's description for clients, as a stack's settings make it.
func newOpenAPI(api infra.API) *cobra.Command {
	var stack, output string
	cmd := &cobra.Command{
		Use:   "openapi",
		Short: "Print the OpenAPI 3.1 document of a stack's API; nothing is deployed",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := engine.Root(".")
			if err != nil {
				return err
			}
			text, err := describe(root, stack, api)
			if err != nil {
				return err
			}
			if output != "" {
				return os.WriteFile(output, []byte(text), 0o644)
			}
			_, err = cmd.OutOrStdout().Write([]byte(text))
			return err
		},
	}
	stackFlag(cmd, &stack)
	cmd.Flags().StringVar(&output, "output", "", "write the document to this file instead")
	return cmd
}

// describe is the document.
func describe(root, stack string, api infra.API) (text string, err error) {
	if err := checkDeclared(root, stack, api); err != nil {
		return "", err
	}
	c, err := engine.Configuration(root, stack)
	if err != nil {
		return "", err
	}
	err = declare(root, stack, c, func(ctx *pulumi.Context) (err error) {
		text, err = infra.OpenAPI(ctx, api)
		return err
	})
	return text, err
}
