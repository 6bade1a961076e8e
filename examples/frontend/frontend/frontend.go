// Package frontend is what the page in web/ needs of the API's stack, read by a stack reference.
package frontend

import (
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"lambdaless/infra"
)

// Program reads the outputs that clients may see from the stack that the setting api names, and exports them as
// the text of the outputs.json that the page reads. A program that serves the page uploads it beside the page.
func Program(ctx *pulumi.Context) error {
	api, err := pulumi.NewStackReference(ctx, config.New(ctx, "").Require("api"), nil)
	if err != nil {
		return err
	}
	values := pulumi.Map{}
	for _, o := range infra.Outputs {
		if o.Public {
			values[o.Name] = api.GetOutput(pulumi.String(o.Name))
		}
	}
	ctx.Export("outputsJson", values.ToMapOutput().ApplyT(text))
	return nil
}

// text leaves out what the stack does not have, such as a login.
func text(values map[string]any) (string, error) {
	for name, value := range values {
		if value == nil {
			delete(values, name)
		}
	}
	out, err := json.Marshal(values)
	return string(out), err
}
