package infra

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Method is one endpoint as API Gateway has it: a method, its role, its integration, its responses.
type Method struct {
	pulumi.ResourceState

	// RoleARN is the role that the integration uses; a mock has none.
	RoleARN pulumi.StringOutput

	name string
	// parts are all resources of the method. A dependency on the component is not enough: Pulumi
	// expands it to the children that have been registered by then, which happens concurrently.
	parts []pulumi.Resource
}

type methodArgs struct {
	Plan        methodPlan
	Removal     *removal
	Role        *MethodRole // nil for a mock
	RestAPI     *apigateway.RestApi
	ResourceID  pulumi.StringInput
	ValidatorID pulumi.StringInput
	Models      map[string]pulumi.Resource // by name
	Authorizer  pulumi.StringInput         // its id, nil without one
}

// models are those that the method names. The method names them by text, so Pulumi has to be told of the dependency.
func (a methodArgs) models() []pulumi.Resource {
	var models []pulumi.Resource
	for _, contentType := range slices.Sorted(maps.Keys(a.Plan.RequestModels)) {
		models = append(models, a.Models[a.Plan.RequestModels[contentType]])
	}
	return models
}

// newMethod registers the component, to which the caller adds the role and then the parts.
func newMethod(ctx *pulumi.Context, api string, m methodPlan, parent pulumi.Resource) (*Method, error) {
	var former []pulumi.Alias
	for _, name := range m.Aliases {
		former = append(former, pulumi.Alias{Name: pulumi.String(api + "-" + name)})
	}
	component := &Method{name: api + "-" + m.Name}
	return component, ctx.RegisterComponentResource("lambdaless:infra:Method", component.name, component, pulumi.Parent(parent), pulumi.Aliases(former))
}

// build registers the method, its integration and its responses.
func (component *Method) build(ctx *pulumi.Context, args methodArgs) error {
	name, m, role := component.name, args.Plan, args.Role
	guarded := &apigateway.MethodArgs{
		RestApi:            args.RestAPI.ID(),
		ResourceId:         args.ResourceID,
		HttpMethod:         pulumi.String(m.HTTPMethod),
		Authorization:      pulumi.String(m.Authorization),
		ApiKeyRequired:     pulumi.Bool(m.APIKeyRequired),
		RequestValidatorId: args.ValidatorID,
		RequestParameters:  pulumi.ToBoolMap(m.RequestParameters),
		RequestModels:      pulumi.ToStringMap(m.RequestModels),
		OperationName:      args.Removal.operationName(m),
	}
	if args.Authorizer != nil {
		guarded.AuthorizerId = args.Authorizer.ToStringOutput().ToStringPtrOutput()
	}
	if len(m.AuthorizationScopes) > 0 {
		guarded.AuthorizationScopes = pulumi.ToStringArray(m.AuthorizationScopes)
	}
	method, err := apigateway.NewMethod(ctx, name, guarded, append(keyed(component, args.models()...), removedFirst())...)
	if err != nil {
		return err
	}
	integration, err := newIntegration(ctx, name, args, component, method)
	if err != nil {
		return err
	}
	responses, err := newResponses(ctx, name, args, component, method, integration)
	if err != nil {
		return err
	}
	component.parts = append([]pulumi.Resource{method, integration}, responses...)
	outputs := pulumi.Map{}
	if role != nil {
		component.RoleARN, outputs["roleArn"] = role.ARN, role.ARN
		component.parts = append(component.parts, role.parts...)
	}
	return ctx.RegisterResourceOutputs(component, outputs)
}

// newIntegration is what the method calls: an action of DynamoDB with the method's role, or nothing.
func newIntegration(ctx *pulumi.Context, name string, args methodArgs, parent pulumi.Resource, method *apigateway.Method) (*apigateway.Integration, error) {
	a := &apigateway.IntegrationArgs{
		RestApi:    args.RestAPI.ID(),
		ResourceId: args.ResourceID,
		HttpMethod: method.HttpMethod,
		// With the default a client could choose a Content-Type without a template and have its body
		// sent to DynamoDB as it is
		// (https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html).
		PassthroughBehavior: pulumi.String("NEVER"),
		RequestTemplates:    pulumi.ToStringMap(args.Plan.RequestTemplates),
	}
	if len(args.Plan.CacheKey) > 0 {
		a.CacheKeyParameters = pulumi.ToStringArray(args.Plan.CacheKey)
	}
	if args.Plan.Mock {
		a.Type = pulumi.String("MOCK")
	} else {
		a.Type = pulumi.String("AWS")
		// Every action of DynamoDB is a POST, whatever the method is.
		a.IntegrationHttpMethod = pulumi.String("POST")
		a.Uri = pulumi.String(args.Plan.URI)
		a.Credentials = args.Role.ARN
		a.TimeoutMilliseconds = pulumi.Int(args.Plan.Timeout)
	}
	return apigateway.NewIntegration(ctx, name+"-integration", a,
		append(keyed(parent), pulumi.ReplacementTrigger(pulumi.String(args.Plan.selection())))...)
}

// newResponses are the method's responses, each with the method response that API Gateway asks for. Statuses to which a
// template overrides a response need none (ADR 25).
func newResponses(ctx *pulumi.Context, name string, args methodArgs, parent pulumi.Resource, method *apigateway.Method, integration *apigateway.Integration) ([]pulumi.Resource, error) {
	var all []pulumi.Resource
	for _, r := range args.Plan.Responses {
		declared, err := apigateway.NewMethodResponse(ctx, name+"-"+r.Status, &apigateway.MethodResponseArgs{
			RestApi:            args.RestAPI.ID(),
			ResourceId:         args.ResourceID,
			HttpMethod:         method.HttpMethod,
			StatusCode:         pulumi.String(r.Status),
			ResponseParameters: declaredHeaders(args.Plan.Headers),
		}, keyed(parent)...)
		if err != nil {
			return nil, err
		}
		a := &apigateway.IntegrationResponseArgs{
			RestApi:    args.RestAPI.ID(),
			ResourceId: args.ResourceID,
			// By way of the integration: AWS deletes the responses with it, so that a replaced
			// integration has to take them along.
			HttpMethod:         integration.HttpMethod,
			StatusCode:         declared.StatusCode,
			ResponseTemplates:  pulumi.ToStringMap(r.Templates),
			ResponseParameters: headerMappings("method.response.header.", r.Headers),
		}
		if r.SelectionPattern != "" {
			a.SelectionPattern = pulumi.String(r.SelectionPattern)
		}
		response, err := apigateway.NewIntegrationResponse(ctx, name+"-"+r.Status+"-response", a, keyed(parent)...)
		if err != nil {
			return nil, err
		}
		all = append(all, declared, response)
	}
	return all, nil
}

// declaredHeaders are the headers that a method response may have, nil for none.
func declaredHeaders(names []string) pulumi.BoolMapInput {
	if len(names) == 0 {
		return nil
	}
	declared := pulumi.BoolMap{}
	for _, name := range names {
		declared["method.response.header."+name] = pulumi.Bool(true)
	}
	return declared
}

// headerMappings are response parameters, nil for none. prefix says which kind of response they are of.
func headerMappings(prefix string, headers map[string]string) pulumi.StringMapInput {
	if len(headers) == 0 {
		return nil
	}
	mappings := pulumi.StringMap{}
	for name, expression := range headers {
		mappings[prefix+name] = pulumi.String(expression)
	}
	return mappings
}

// keyed are the options of what AWS finds by our names instead of an id of its own. Creating the
// replacement first would overwrite the old one, and deleting the old one then deletes the new.
func keyed(parent pulumi.Resource, after ...pulumi.Resource) []pulumi.ResourceOption {
	return []pulumi.ResourceOption{pulumi.Parent(parent), pulumi.DeleteBeforeReplace(true), pulumi.DependsOn(after)}
}
