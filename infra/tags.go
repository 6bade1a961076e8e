package infra

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// tags are those of every resource that can be tagged.
func tags(ctx *pulumi.Context, further map[string]string) pulumi.StringMap {
	all := maps.Clone(further)
	if all == nil {
		all = map[string]string{}
	}
	all["ManagedBy"], all["Project"], all["Stack"] = "pulumi", ctx.Project(), ctx.Stack()
	return pulumi.ToStringMap(all)
}
