package command

import (
	"errors"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
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
		Args:  cobra.NoArgs,
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

// describe runs the part of the program that reads the settings, without an engine.
func describe(root, stack string, api infra.API) (string, error) {
	project, err := engine.ProjectName(root)
	if err != nil {
		return "", err
	}
	values, err := engine.Configuration(root, stack)
	if err != nil {
		return "", err
	}
	var text string
	err = pulumi.RunErr(func(ctx *pulumi.Context) error {
		var err error
		text, err = infra.OpenAPI(ctx, api)
		return err
	}, pulumi.WithMocks(project, stack, noEngine{}), func(info *pulumi.RunInfo) { info.Config = values })
	return text, err
}

// noEngine registers nothing.
type noEngine struct{}

var errNoEngine = errors.New("the description of an API needs no engine")

// NewResource refuses.
func (noEngine) NewResource(pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return "", nil, errNoEngine
}

// Call refuses.
func (noEngine) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, errNoEngine }
