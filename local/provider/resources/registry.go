package resources

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambdaless/local/provider/schema"
)

// Registry holds every implemented type by token.
type Registry map[string]*Type

// declared lists the resource types.
func declared() []*Type {
	return append([]*Type{
		dynamodbTable(), dynamodbTableReplica(),
		iamRole(), iamRolePolicy(), iamPolicy(), iamRolePolicyAttachment(),
		restAPI(), restAPIPolicy(), apiResource(), apiMethod(), methodResponse(), integration(), integrationResponse(),
		apiModel(), requestValidator(), authorizer(), gatewayResponse(),
		deployment(), stage(), methodSettings(), gatewayAccount(),
		apiKey(), usagePlan(), usagePlanKey(),
		logGroup(), kmsKey(), kmsAlias(),
	}, keptTypes()...)
}

// All builds the registry.
func All() Registry {
	r := Registry{}
	for _, t := range declared() {
		t.Properties = schema.Of(t.Token, t.facts)
		r[t.Token] = t
	}
	return r
}

// Tokens lists the types in order.
func (r Registry) Tokens() []string { return slices.Sorted(maps.Keys(r)) }

// Lookup finds a type; its error lists the types that there are.
func (r Registry) Lookup(token string) (*Type, error) {
	if t, ok := r[token]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("the local AWS does not implement the resource type %s; it implements:\n  %s", token, strings.Join(r.Tokens(), "\n  "))
}

// Named is the label with the name of the resource, as errors show it.
func (t *Type) Named(in map[string]any) string {
	if name, ok := in[t.Subject].(string); ok && name != "" {
		return t.Label + " (" + name + ")"
	}
	return t.Label
}

// Inputs are the names of the properties that a program may set.
func (t *Type) Inputs() []string { return schema.Inputs(t.Properties) }
