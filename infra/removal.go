package infra

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// removalGroups is how many groups the routes are divided into. Adding or removing a route rebuilds the methods of
// its group, so more groups make such an update smaller and the list of resources longer. It can never change: a
// route that is removed must find its group.
const removalGroups = 8

// removal makes a removed endpoint stop answering in the update that removes it.
//
// The engine creates before it deletes, so that the new deployment would be made while the removed
// method still exists, and would have a copy of it
// (https://github.com/pulumi/pulumi-aws/issues/3289). But before it replaces a resource that is
// deleted first, the engine deletes every old resource of which a property depends on that one and
// would be replaced with it, whether the program still has it or not (calculateDependentReplacements in
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step_generator.go). Here that
// resource is a value in the engine's own state, one for each group of routes, which is replaced
// when a route of the group comes or goes. See docs/adr/0008-removed-endpoints.md.
type removal struct {
	groups [removalGroups]*pulumi.Stash
}

func newRemoval(ctx *pulumi.Context, name string, p *plan, parent pulumi.Resource) (*removal, error) {
	var routes [removalGroups][]string
	for _, r := range p.GatewayResponses {
		routes[0] = append(routes[0], r.Type)
	}
	for _, m := range p.Methods {
		routes[m.group()] = append(routes[m.group()], m.Name)
	}
	r := &removal{}
	for i := range r.groups {
		slices.Sort(routes[i])
		group, err := pulumi.NewStash(ctx, fmt.Sprintf("%s-routes-%d", name, i), &pulumi.StashArgs{
			Input: pulumi.String("a route that comes or goes replaces this value, and the methods that depend on it"),
		}, pulumi.Parent(parent), pulumi.DeleteBeforeReplace(true), pulumi.ReplacementTrigger(pulumi.String(strings.Join(routes[i], " "))))
		if err != nil {
			return nil, err
		}
		r.groups[i] = group
	}
	return r, nil
}

// resources are what a deployment has to wait for, since a group may have no method left that waits for its value.
func (r *removal) resources() []pulumi.Resource {
	var all []pulumi.Resource
	for _, group := range r.groups {
		all = append(all, group)
	}
	return all
}

// group is the group of the method's route.
func (m methodPlan) group() int {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(m.Name))
	return int(hash.Sum32() % removalGroups)
}

// operationName is the method's, known at preview, with a dependency on the value of its group.
func (r *removal) operationName(m methodPlan) pulumi.StringOutput {
	return r.groups[m.group()].Output.ApplyT(func(any) string { return m.OperationName }).(pulumi.StringOutput)
}

// responseType is the gateway response's, with a dependency on the value of a group: one that is gone
// must go before the new deployment too.
func (r *removal) responseType(p gatewayResponsePlan) pulumi.StringOutput {
	return r.groups[0].Output.ApplyT(func(any) string { return p.Type }).(pulumi.StringOutput)
}

// removedFirst are the options of a method: it is replaced with the value of its group.
func removedFirst() pulumi.ResourceOption { return pulumi.ReplaceOnChanges([]string{"operationName"}) }
