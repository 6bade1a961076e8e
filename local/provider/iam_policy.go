package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

func iamPolicy() *resourceType {
	return &resourceType{
		token: "aws:iam/policy:Policy", label: "IAM Policy", subject: "name", importShape: "ARN",
		properties: append(append([]property{
			text("arn").out(),
			integer("attachmentCount").out(),
			text("description").replacing().with(length(0, 1000)),
			text("path").or("/").replacing(),
			document("policy").need(),
			text("policyId").out(),
		}, prefixed(1, 128)...), tags()...),
		calls: of(calls[controlplane.Policy]{
			create: func(_ context.Context, c cloud, in controlplane.Policy) (controlplane.Policy, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.CreatePolicy(in)
			},
			read: func(_ context.Context, c cloud, p controlplane.Policy) (controlplane.Policy, error) {
				return c.Policy(p.ID)
			},
			update: func(_ context.Context, c cloud, in controlplane.Policy) (controlplane.Policy, error) {
				in.ARN = in.ID
				return c.UpdatePolicy(in)
			},
			remove: func(_ context.Context, c cloud, p controlplane.Policy) error { return c.DeletePolicy(p.ID) },
			id:     func(p controlplane.Policy) string { return p.ARN },
			parse:  func(id string) (controlplane.Policy, error) { return controlplane.Policy{ID: id, ARN: id}, nil },
		}),
	}
}
