package infra

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/openapi"
	"lambdaless/infra/settings"
)

// accessKind is one way of letting clients in, a value of the config's access. Another way is
// another file with another accessKind.
type accessKind interface {
	// guard says on a method of a class what the client has to bring. api is the API's physical name.
	guard(m *methodPlan, class AccessClass, api string)
	// bind creates what belongs to the deployed stage, once an API that has at least one such method,
	// and returns outputs for the stack.
	bind(ctx *pulumi.Context, name string, args bindArgs) (pulumi.Map, error)
	// describe says to clients what a request has to bring, nil for nothing, and with which statuses API
	// Gateway answers one that does not.
	describe(config settings.Config) (scheme *openapi.Scheme, refusals []int)
}

// authorizing is an accessKind whose methods need an authorizer of the API.
type authorizing interface {
	// authorizer creates it before the methods. It returns the authorizer's id, what a deployment has to
	// wait for, and outputs for the stack.
	authorizer(ctx *pulumi.Context, name string, args authorizerArgs) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error)
}

// authorizerArgs is what an authorizer is made from.
type authorizerArgs struct {
	Physical string // the API's physical name
	Scopes   string // what the names of tokens' scopes begin with
	RestAPI  *apigateway.RestApi
	Account  Account
	Cognito  settings.Cognito
	Custom   settings.Custom
	Role     string // the name of the function's role
	LogDays  int
	Protect  bool // users are as precious as items
	Tags     pulumi.StringMap
	Parent   pulumi.Resource
}

// bindArgs is what an accessKind binds itself to.
type bindArgs struct {
	Physical  string // the API's physical name
	APIID     pulumi.StringInput
	StageName pulumi.StringInput
	UsagePlan settings.UsagePlan
	APIKey    string // the key that clients send, empty for one that API Gateway makes up
	Tags      pulumi.StringMap
	Parent    pulumi.Resource
}

// accessClasses are the settings that the config's access has, in the order in which messages list them.
var accessClasses = []AccessClass{Reads, Writes, Users}

// accessKinds are the values that the config's access.reads and access.writes may have.
var accessKinds = map[string]accessKind{
	"open":    openAccess{},
	"api-key": apiKeyAccess{},
	"cognito": cognitoAccess{},
	"custom":  customAccess{},
	"iam":     iamAccess{},
}

// openAccess lets everyone in.
type openAccess struct{}

func (openAccess) guard(*methodPlan, AccessClass, string) {}

func (openAccess) describe(settings.Config) (*openapi.Scheme, []int) { return nil, nil }

func (openAccess) bind(*pulumi.Context, string, bindArgs) (pulumi.Map, error) {
	return pulumi.Map{}, nil
}

// accessInUse are the kinds of access that some method has, in order.
func (b *builder) accessInUse() []string {
	used := map[string]bool{}
	for _, m := range b.plan.Methods {
		if m.Access != "" {
			used[m.Access] = true
		}
	}
	return slices.Sorted(maps.Keys(used))
}

// authorizers creates those that the methods need.
func (b *builder) authorizers() error {
	b.authorizerOf, b.component.AccessOutputs = map[string]pulumi.StringInput{}, pulumi.Map{}
	for _, kind := range b.accessInUse() {
		needs, ok := accessKinds[kind].(authorizing)
		if !ok {
			continue
		}
		id, parts, outputs, err := needs.authorizer(b.ctx, b.name, authorizerArgs{
			Physical: b.plan.Name, Scopes: primaryNames(b.args.Config.Regions, b.args.Names).Regional(b.args.API.physical()), RestAPI: b.api, Account: b.args.Account, Cognito: b.args.Config.Cognito,
			Custom: b.args.Config.Custom, Role: b.args.Names.Global(b.args.API.physical() + "-authorizer"), LogDays: b.args.Config.Logs.RetentionDays,
			Protect: b.args.Config.Table.Protect, Tags: b.tags, Parent: b.component,
		})
		if err != nil {
			return err
		}
		b.authorizerOf[kind], b.frozen = id, append(b.frozen, parts...)
		maps.Copy(b.component.AccessOutputs, outputs)
	}
	return nil
}

// access calls bind for each access kind in use.
func (b *builder) access() error {
	for _, kind := range b.accessInUse() {
		outputs, err := accessKinds[kind].bind(b.ctx, b.name, bindArgs{
			Physical: b.plan.Name, APIID: b.component.ID, StageName: b.component.Stage,
			UsagePlan: b.args.Config.UsagePlan, APIKey: b.args.Config.APIKey, Tags: b.tags, Parent: b.component,
		})
		if err != nil {
			return err
		}
		maps.Copy(b.component.AccessOutputs, outputs)
	}
	return nil
}
