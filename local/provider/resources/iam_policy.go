package resources

import (
	"context"

	"lambdaless/local/controlplane"
)

func iamPolicy() *Type {
	return &Type{
		Token: "aws:iam/policy:Policy", Label: "IAM Policy", Subject: "name", ImportShape: "ARN",
		facts: prefixed(1, 128, facts{
			"description": {replaces, check(length(0, 1000))},
			"path":        {defaultsTo("/"), replaces},
			"policy":      {document},
		}),
		Calls: of(calls[controlplane.Policy]{
			create: func(_ context.Context, c Cloud, in controlplane.Policy) (controlplane.Policy, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.CreatePolicy(in)
			},
			read: func(_ context.Context, c Cloud, p controlplane.Policy) (controlplane.Policy, error) {
				return c.Policy(p.ID)
			},
			update: func(_ context.Context, c Cloud, in controlplane.Policy) (controlplane.Policy, error) {
				in.ARN = in.ID
				return c.UpdatePolicy(in)
			},
			remove: func(_ context.Context, c Cloud, p controlplane.Policy) error { return c.DeletePolicy(p.ID) },
			id:     func(p controlplane.Policy) string { return p.ARN },
			parse:  func(id string) (controlplane.Policy, error) { return controlplane.Policy{ID: id, ARN: id}, nil },
		}),
	}
}
