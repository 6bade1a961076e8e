package infra

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// accessKind is one way of letting clients in, a value of the config's access. Another way is
// another file with another accessKind.
type accessKind interface {
	// guard says on a method what the client has to bring.
	guard(m *methodPlan)
	// bind creates what belongs to the deployed stage, once an API that has at least one such method,
	// and returns outputs for the stack.
	bind(ctx *pulumi.Context, name string, args bindArgs) (pulumi.Map, error)
}

// bindArgs is what an accessKind binds itself to.
type bindArgs struct {
	Physical  string // the API's physical name
	APIID     pulumi.StringInput
	StageName pulumi.StringInput
	UsagePlan UsagePlan
	Tags      pulumi.StringMap
	Parent    pulumi.Resource
}

// accessKinds are the values that the config's access.reads and access.writes may have.
var accessKinds = map[string]accessKind{
	"open":    openAccess{},
	"api-key": apiKeyAccess{},
}

// openAccess lets everybody in.
type openAccess struct{}

func (openAccess) guard(*methodPlan) {}

func (openAccess) bind(*pulumi.Context, string, bindArgs) (pulumi.Map, error) {
	return pulumi.Map{}, nil
}
