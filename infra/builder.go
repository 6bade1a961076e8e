package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/stage"
)

// builder registers an API's parts in the order in which they need one another.
type builder struct {
	ctx       *pulumi.Context
	name      string
	args      RestAPIArgs
	plan      *plan
	component *RestAPI
	tags      pulumi.StringMap

	api          *apigateway.RestApi
	validator    *apigateway.RequestValidator
	models       map[string]pulumi.Resource    // by name
	authorizerOf map[string]pulumi.StringInput // by access kind
	methodOf     []*Method                     // in the plan's order
	roleOf       []*MethodRole                 // in the plan's order, nil for mocks
	resourceIDs  map[string]pulumi.StringInput // by position
	removal      *removal
	// frozen is everything that a deployment freezes, and what has to be there when it goes live.
	frozen   []pulumi.Resource
	stage    *stage.Stage
	tableKey *kms.Key // the stack's own, nil without one
	backups  *backups // nil without backups
	streams  *streams // nil without streams
	// tableResources are the tables, and streamARNs their streams by the tables' names.
	tableResources []pulumi.Resource
	streamARNs     map[string]pulumi.StringInput
}

// roles come first: a table moves to another key only when every role may use that key, and the
// rights to the old key go last.
func (b *builder) roles() error {
	b.component.RoleARNs = pulumi.StringMap{}
	for _, m := range b.plan.Methods {
		method, err := newMethod(b.ctx, b.name, m, b.component)
		if err != nil {
			return err
		}
		b.methodOf, b.roleOf = append(b.methodOf, method), append(b.roleOf, nil)
		if m.Mock {
			continue
		}
		role, err := newMethodRole(b.ctx, method.name+"-role", m, b.tags, method)
		if err != nil {
			return err
		}
		b.roleOf[len(b.roleOf)-1] = role
		b.component.RoleARNs[m.Route] = role.ARN
	}
	return nil
}

// roleParts are the methods' roles and their policies.
func (b *builder) roleParts() []pulumi.Resource {
	var parts []pulumi.Resource
	for _, role := range b.roleOf {
		if role != nil {
			parts = append(parts, role.parts...)
		}
	}
	return parts
}

func (b *builder) tables() error {
	after := b.roleParts()
	b.component.TableNames, b.streamARNs = pulumi.StringMap{}, map[string]pulumi.StringInput{}
	c := b.args.Config
	for _, t := range b.args.API.Tables {
		args := tableArgs{
			Table: t, Physical: b.plan.Tables[t.Name], Account: b.args.Account, Config: c.Table,
			Streamed: c.Streamed(t.Name), Exists: c.Exists(t.Name), Global: c.Regions.Several(), Primary: b.args.Account.primary(c.Regions), Tags: b.tags, Parent: b.component, After: after,
		}
		if !args.Exists {
			args.Key = b.tableKey
		}
		table, err := newTable(b.ctx, b.name+"-"+t.Name, args)
		if err != nil {
			return err
		}
		b.frozen, b.tableResources = append(b.frozen, table.table), append(b.tableResources, table.table)
		if policy := b.plan.Policies[t.Name]; policy != "" {
			attached, err := newTablePolicy(b.ctx, b.name+"-"+t.Name+"-policy", policy, table)
			if err != nil {
				return err
			}
			b.frozen = append(b.frozen, attached)
		}
		b.component.TableNames[t.Name], b.streamARNs[t.Name] = table.Name, table.streamARN
	}
	return nil
}

func (b *builder) restAPI() error {
	api, err := apigateway.NewRestApi(b.ctx, b.name, &apigateway.RestApiArgs{
		Name:         pulumi.String(b.plan.Name),
		Description:  pulumi.String(b.args.API.Description),
		ApiKeySource: pulumi.String(apiSettings(b.args.Config)["apiKeySource"]),
		// With a name of its own the API answers there alone: what protects the name protects the API.
		DisableExecuteApiEndpoint: pulumi.Bool(b.args.Config.Domain.Name != ""),
		EndpointConfiguration: apigateway.RestApiEndpointConfigurationArgs{
			Types:         pulumi.String("REGIONAL"),
			IpAddressType: pulumi.String(b.args.Config.IPAddressType),
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
	b.frozen = append(b.frozen, b.validator)
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
		b.frozen = append(b.frozen, model)
	}
	return nil
}

func (b *builder) resources() error {
	b.resourceIDs = map[string]pulumi.StringInput{"": b.api.RootResourceId}
	for _, r := range b.plan.Resources {
		resource, err := apigateway.NewResource(b.ctx, b.name+r.Position, &apigateway.ResourceArgs{
			RestApi:  b.api.ID(),
			ParentId: b.resourceIDs[r.Parent],
			PathPart: pulumi.String(r.PathPart),
		}, append(keyed(b.component), formerly(b.name+r.Position, b.name+r.Path)...)...)
		if err != nil {
			return err
		}
		b.resourceIDs[r.Position] = resource.ID().ToStringOutput()
		b.frozen = append(b.frozen, resource)
	}
	return nil
}

// formerly is an alias, for a resource that has got another name.
func formerly(name, former string) []pulumi.ResourceOption {
	if name == former {
		return nil
	}
	return []pulumi.ResourceOption{pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String(former)}})}
}

func (b *builder) methods() error {
	removal, err := newRemoval(b.ctx, b.name, b.plan, b.component)
	if err != nil {
		return err
	}
	b.removal = removal
	b.frozen = append(b.frozen, removal.resources()...)
	for i, m := range b.plan.Methods {
		if err := b.methodOf[i].build(b.ctx, methodArgs{
			Plan:        m,
			Removal:     removal,
			Role:        b.roleOf[i],
			RestAPI:     b.api,
			ResourceID:  b.resourceIDs[m.Position],
			ValidatorID: b.validator.ID().ToStringOutput(),
			Models:      b.models,
			Authorizer:  b.authorizerOf[m.Access],
		}); err != nil {
			return err
		}
		b.frozen = append(b.frozen, b.methodOf[i].parts...)
	}
	return nil
}

// deploy freezes what has been built so far and makes it live. The new deployment is created before
// the old one is deleted, since the stage moves in between
// (https://github.com/pulumi/pulumi-aws/issues/5711).
func (b *builder) deploy() error {
	deployment, err := apigateway.NewDeployment(b.ctx, b.name+"-deployment", &apigateway.DeploymentArgs{
		RestApi:  b.api.ID(),
		Triggers: pulumi.ToStringMap(b.plan.triggers(b.args.Config)),
	}, pulumi.Parent(b.component), pulumi.DependsOn(b.frozen), pulumi.DeleteBeforeReplace(false))
	if err != nil {
		return err
	}
	args := stage.Args{
		Physical: b.plan.Name, RestAPI: b.api, Deployment: deployment, Config: b.args.Config, Cached: b.plan.cached(),
		Tags: b.tags, Parent: b.component,
	}
	if b.args.Logging != nil {
		args.After = []pulumi.Resource{b.args.Logging.account}
	}
	b.stage, err = stage.New(b.ctx, b.name+"-stage", args)
	if err != nil {
		return err
	}
	b.component.URL, b.component.Stage = b.stage.URL, b.stage.Name
	return nil
}
