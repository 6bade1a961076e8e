package infra

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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
	// AccessOutputs are what clients need to be let in, such as apiKey (a secret).
	AccessOutputs pulumi.Map
}

// RestAPIArgs is what a RestAPI is made from.
type RestAPIArgs struct {
	API     API
	Config  Config
	Account Account
	// Names are the program's. A second API in the same program takes Names.Within.
	Names Names
	// Logging is this program's, nil when another stack owns the account's role.
	Logging *Logging
}

// apiSettings are the API's own settings that a deployment freezes.
func apiSettings() map[string]string {
	return map[string]string{"apiKeySource": "HEADER"}
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
	p, err := newPlan(args.API, endpoints, args.Config, args.Account, args.Names)
	if err != nil {
		return nil, fmt.Errorf("API %s cannot be deployed:\n%w", args.API.Name, err)
	}
	component := &RestAPI{}
	if err := ctx.RegisterComponentResource("lambdaless:infra:Api", name, component, options...); err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, name: name, args: args, plan: p, component: component, tags: tags(ctx, args.Config.Tags)}
	for _, step := range []func() error{b.tables, b.restAPI, b.resources, b.methods, b.deploy, b.access} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{
		"id": component.ID, "url": component.URL, "stage": component.Stage,
		"tableNames": component.TableNames, "roleArns": component.RoleARNs,
	})
}

// builder registers an API's parts in the order in which they need one another.
type builder struct {
	ctx       *pulumi.Context
	name      string
	args      RestAPIArgs
	plan      *plan
	component *RestAPI
	tags      pulumi.StringMap

	api         *apigateway.RestApi
	validator   *apigateway.RequestValidator
	models      map[string]pulumi.Resource    // by name
	resourceIDs map[string]pulumi.StringInput // by path
	snapshotted []pulumi.Resource             // everything that a deployment freezes
}

func (b *builder) tables() error {
	b.component.TableNames = pulumi.StringMap{}
	for _, t := range b.args.API.Tables {
		table, err := newTable(b.ctx, b.name+"-"+t.Name, t, b.plan.Tables[t.Name], b.args.Config.Table, b.tags, b.component)
		if err != nil {
			return err
		}
		b.component.TableNames[t.Name] = table.Name
	}
	return nil
}

func (b *builder) restAPI() error {
	api, err := apigateway.NewRestApi(b.ctx, b.name, &apigateway.RestApiArgs{
		Name:         pulumi.String(b.plan.Name),
		Description:  pulumi.String(b.args.API.Description),
		ApiKeySource: pulumi.String(apiSettings()["apiKeySource"]),
		EndpointConfiguration: apigateway.RestApiEndpointConfigurationArgs{
			Types: pulumi.String("REGIONAL"),
		},
		Tags: b.tags,
	}, pulumi.Parent(b.component))
	if err != nil {
		return err
	}
	b.api, b.component.ID = api, api.ID().ToStringOutput()
	b.validator, err = apigateway.NewRequestValidator(b.ctx, b.name+"-validator", &apigateway.RequestValidatorArgs{
		RestApi:                   api.ID(),
		Name:                      pulumi.String(b.plan.Validator),
		ValidateRequestBody:       pulumi.Bool(true),
		ValidateRequestParameters: pulumi.Bool(true),
	}, pulumi.Parent(b.component))
	if err != nil {
		return err
	}
	b.snapshotted = append(b.snapshotted, b.validator)
	b.models = map[string]pulumi.Resource{}
	for _, m := range b.plan.Models {
		model, err := apigateway.NewModel(b.ctx, b.name+"-"+m.Name, &apigateway.ModelArgs{
			RestApi:     api.ID(),
			Name:        pulumi.String(m.Name),
			Description: pulumi.String("templates/" + m.File),
			ContentType: pulumi.String(jsonType),
			Schema:      pulumi.String(m.Schema),
		}, pulumi.Parent(b.component))
		if err != nil {
			return err
		}
		b.models[m.Name] = model
		b.snapshotted = append(b.snapshotted, model)
	}
	return nil
}

func (b *builder) resources() error {
	b.resourceIDs = map[string]pulumi.StringInput{"": b.api.RootResourceId}
	for _, path := range b.plan.Paths {
		cut := strings.LastIndex(path, "/")
		resource, err := apigateway.NewResource(b.ctx, b.name+path, &apigateway.ResourceArgs{
			RestApi:  b.api.ID(),
			ParentId: b.resourceIDs[path[:cut]],
			PathPart: pulumi.String(path[cut+1:]),
		}, keyed(b.component)...)
		if err != nil {
			return err
		}
		b.resourceIDs[path] = resource.ID().ToStringOutput()
		b.snapshotted = append(b.snapshotted, resource)
	}
	return nil
}

func (b *builder) methods() error {
	b.component.RoleARNs = pulumi.StringMap{}
	for _, m := range b.plan.Methods {
		method, err := newMethod(b.ctx, b.name+"-"+m.Name, methodArgs{
			Plan:        m,
			RestAPI:     b.api,
			ResourceID:  b.resourceIDs[strings.TrimSuffix(m.Path, "/")],
			ValidatorID: b.validator.ID().ToStringOutput(),
			Models:      b.models,
			Tags:        b.tags,
			Parent:      b.component,
		})
		if err != nil {
			return err
		}
		b.component.RoleARNs[m.Route] = method.RoleARN
		b.snapshotted = append(b.snapshotted, method.parts...)
	}
	return nil
}

// deploy freezes what has been built so far and makes it live. Pulumi creates the new deployment
// before it deletes the old one, which is what API Gateway wants: the stage moves in between.
func (b *builder) deploy() error {
	deployment, err := apigateway.NewDeployment(b.ctx, b.name+"-deployment", &apigateway.DeploymentArgs{
		RestApi:  b.api.ID(),
		Triggers: pulumi.ToStringMap(b.plan.triggers()),
	}, pulumi.Parent(b.component), pulumi.DependsOn(b.snapshotted))
	if err != nil {
		return err
	}
	args := stageArgs{
		Physical: b.plan.Name, RestAPI: b.api, Deployment: deployment, Config: b.args.Config,
		Tags: b.tags, Parent: b.component,
	}
	if b.args.Logging != nil {
		args.After = []pulumi.Resource{b.args.Logging.account}
	}
	stage, err := newStage(b.ctx, b.name+"-stage", args)
	if err != nil {
		return err
	}
	b.component.URL, b.component.Stage = stage.URL, stage.Name
	return nil
}

// access calls bind for each access kind in use.
func (b *builder) access() error {
	b.component.AccessOutputs = pulumi.Map{}
	used := map[string]bool{}
	for _, e := range b.args.API.Endpoints {
		used[b.args.Config.Access[e.access()]] = true
	}
	for _, kind := range slices.Sorted(maps.Keys(used)) {
		outputs, err := accessKinds[kind].bind(b.ctx, b.name, bindArgs{
			Physical: b.plan.Name, APIID: b.component.ID, StageName: b.component.Stage,
			UsagePlan: b.args.Config.UsagePlan, Tags: b.tags, Parent: b.component,
		})
		if err != nil {
			return err
		}
		for key, output := range outputs {
			b.component.AccessOutputs[key] = output
		}
	}
	return nil
}
