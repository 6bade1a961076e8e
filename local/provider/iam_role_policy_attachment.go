package provider

import (
	"context"

	"lambdaless/local/account"
)

func iamRolePolicyAttachment() *resourceType {
	const shape = "ROLE-NAME/POLICY-ARN"
	return &resourceType{
		token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", label: "IAM Role Policy Attachment", subject: "policyArn", importShape: shape,
		properties: []property{
			text("policyArn").need().replacing().with(isARN),
			text("role").need().replacing(),
		},
		calls: of(calls[account.RolePolicyAttachment]{
			create: func(_ context.Context, c cloud, in account.RolePolicyAttachment) (account.RolePolicyAttachment, error) {
				return c.AttachRolePolicy(in)
			},
			read: func(_ context.Context, c cloud, a account.RolePolicyAttachment) (account.RolePolicyAttachment, error) {
				return c.RolePolicyAttachment(a.Role, a.PolicyARN)
			},
			remove: func(_ context.Context, c cloud, a account.RolePolicyAttachment) error {
				return c.DetachRolePolicy(a.Role, a.PolicyARN)
			},
			id: func(a account.RolePolicyAttachment) string { return a.ID },
			parse: func(id string) (account.RolePolicyAttachment, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return account.RolePolicyAttachment{}, err
				}
				return account.RolePolicyAttachment{Role: p[0], PolicyARN: p[1]}, nil
			},
		}),
	}
}
