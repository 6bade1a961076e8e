package infra

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/naming"
	"lambdaless/infra/openapi"
	"lambdaless/infra/settings"
)

// RestAPI is a deployed API with its tables.
type RestAPI struct {
	pulumi.ResourceState

	ID    pulumi.StringOutput
	URL   pulumi.StringOutput
	Stage pulumi.StringOutput
	// TableNames are the physical names by the API's own.
	TableNames pulumi.StringMap
	// RoleARNs are the methods' roles by route: "GET /{name}".
	RoleARNs pulumi.StringMap
	// OpenAPI is the API's OpenAPI 3.1 document, as JSON on one line.
	OpenAPI pulumi.StringOutput
	// AccessOutputs are what clients need to be let in, such as apiKey (a secret).
	AccessOutputs pulumi.Map
	// StreamOutputs are where changes are sent, such as streamTargetArn; nil where they are not.
	StreamOutputs pulumi.Map
	// RegionOutputs are the addresses of single regions, nil for an API in one region.
	RegionOutputs pulumi.Map
}

// RestAPIArgs is what a RestAPI is made from.
type RestAPIArgs struct {
	API     API
	Config  settings.Config
	Account Account
	// Names are the program's. A second API in the same program takes Names.Within.
	Names naming.Names
	// Logging is this program's, nil when another stack owns the account's role.
	Logging *Logging
}

// apiSettings are the API's own settings that a deployment freezes.
func apiSettings(c settings.Config) map[string]string {
	settings := map[string]string{"apiKeySource": "HEADER"}
	if c.Domain.Name != "" {
		settings["disableExecuteApiEndpoint"] = "true"
	}
	return settings
}

// NewRestAPI deploys an API. Mistakes in the API are returned all together, before anything is
// registered.
func NewRestAPI(ctx *pulumi.Context, name string, args RestAPIArgs, options ...pulumi.ResourceOption) (*RestAPI, error) {
	endpoints, err := resolve(args.API)
	if err != nil {
		return nil, fmt.Errorf("API %s cannot be deployed:\n%w", args.API.Name, err)
	}
	return newRestAPI(ctx, name, args, endpoints, options...)
}

func newRestAPI(ctx *pulumi.Context, name string, args RestAPIArgs, endpoints []resolvedEndpoint, options ...pulumi.ResourceOption) (*RestAPI, error) {
	args.API, endpoints = deployed(args.API, endpoints, args.Config, args.Account.Region)
	p, err := newPlan(args.API, endpoints, args.Config, args.Account, args.Names)
	if err != nil {
		return nil, fmt.Errorf("API %s cannot be deployed:\n%w", args.API.Name, err)
	}
	if err := warn(ctx, append(notes(args.API, args.Config, args.Account), p.Notes...)); err != nil {
		return nil, err
	}
	component := &RestAPI{OpenAPI: pulumi.String(openapi.Compact(p.OpenAPI)).ToStringOutput()}
	if err := ctx.RegisterComponentResource(APIType, name, component, append(options, args.API.aliased())...); err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, name: name, args: args, plan: p, component: component, tags: tags(ctx, args.Config.Tags)}
	for _, step := range []func() error{b.roles, b.backupRole, b.pipeRoles, b.key, b.tables, b.restAPI, b.resourcePolicy, b.authorizers, b.resources, b.methods, b.gatewayResponses, b.deploy, b.access, b.monitor, b.edge, b.backup, b.stream, b.audit} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{
		"id": component.ID, "url": component.URL, "stage": component.Stage,
		"tableNames": component.TableNames, "roleArns": component.RoleARNs,
	})
}

// aliased is what Pulumi finds an API by that had other names. Its resources, whose names begin with the API's,
// inherit them.
func (a API) aliased() pulumi.ResourceOption {
	var aliases []pulumi.Alias
	for _, name := range a.Aliases {
		aliases = append(aliases, pulumi.Alias{Name: pulumi.String(name)})
	}
	return pulumi.Aliases(aliases)
}

// APIType is the type of the component that an API is, by which a stack's state has its name.
const APIType = "lambdaless:infra:Api"
