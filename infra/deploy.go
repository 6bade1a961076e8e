package infra

import (
	"errors"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
)

// Deploy is the program: the shipped API with the stack's configuration.
func Deploy(ctx *pulumi.Context) error {
	return DeployAPI(ctx, Shipped)
}

// DeployAPI deploys one API with the stack's configuration and exports what clients need of it:
// apiUrl, apiId, stage, region, tableName, tableNames, roleArns, openApi and, where the configuration
// asks for them, apiKey, a login's, and where changes are sent. docs/outputs.md describes them.
func DeployAPI(ctx *pulumi.Context, api API) error {
	config, wrongConfig := settings.Load(ctx)
	endpoints, wrongAPI := resolve(api)
	if err := errors.Join(wrongConfig, wrongAPI); err != nil {
		return err
	}
	account, err := LookUpAccount(ctx)
	if err != nil {
		return err
	}
	names := naming.New(ctx.Project(), ctx.Stack(), account.Region)
	var logging *Logging
	if config.Logs.CreateRole {
		if logging, err = NewLogging(ctx, "logging", account, names, tags(ctx, config.Tags)); err != nil {
			return err
		}
	}
	deployed, err := newRestAPI(ctx, api.Name, RestAPIArgs{
		API: api, Config: config, Account: account, Names: names, Logging: logging,
	}, endpoints)
	if err != nil {
		return err
	}
	ctx.Export("apiUrl", deployed.URL)
	ctx.Export("apiId", deployed.ID)
	ctx.Export("stage", deployed.Stage)
	ctx.Export("region", pulumi.String(account.Region))
	ctx.Export("tableName", deployed.TableNames[api.Tables[0].Name])
	ctx.Export("tableNames", deployed.TableNames)
	ctx.Export("roleArns", deployed.RoleARNs)
	ctx.Export("openApi", deployed.OpenAPI)
	for _, outputs := range []pulumi.Map{deployed.AccessOutputs, deployed.StreamOutputs, deployed.RegionOutputs} {
		for _, key := range slices.Sorted(maps.Keys(outputs)) {
			ctx.Export(key, outputs[key].(pulumi.Output))
		}
	}
	return nil
}
