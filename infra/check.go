package infra

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
)

// Check reports together what is wrong with a stack's configuration and with an API, as DeployAPI would find it.
// configured is what the stack's file holds. Nothing is registered, and AWS is
// not asked. Its errors are *settings.Error values and Mistakes.
func Check(ctx *pulumi.Context, api API, configured settings.Configured) error {
	config, wrongConfig := settings.LoadConfigured(ctx, configured)
	endpoints, wrongAPI := resolve(api)
	if err := errors.Join(wrongConfig, wrongAPI); err != nil {
		return err
	}
	region, _ := ctx.GetConfig("aws:region")
	api, endpoints = deployed(api, endpoints, config, region)
	account := Account{ID: "000000000000", Region: region, Partition: "aws"} // what is refused does not depend on the account
	if _, err := newPlan(api, endpoints, config, account, naming.New(ctx.Project(), ctx.Stack(), region)); err != nil {
		return err
	}
	if config.Access.Uses("custom") {
		return config.Custom.CheckProgram()
	}
	return nil
}
