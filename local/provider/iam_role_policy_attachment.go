package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

func iamRolePolicyAttachment() *resourceType {
	const shape = "ROLE-NAME/POLICY-ARN"
	return &resourceType{
		token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", label: "IAM Role Policy Attachment", subject: "policyArn", importShape: shape,
		properties: []property{
			text("policyArn").need().replacing().with(isARN),
			text("role").need().replacing(),
		},
		calls: of(calls[controlplane.RolePolicyAttachment]{
			create: func(_ context.Context, c cloud, in controlplane.RolePolicyAttachment) (controlplane.RolePolicyAttachment, error) {
				return c.AttachRolePolicy(in)
			},
			read: func(_ context.Context, c cloud, a controlplane.RolePolicyAttachment) (controlplane.RolePolicyAttachment, error) {
				return c.RolePolicyAttachment(a.Role, a.PolicyARN)
			},
			remove: func(_ context.Context, c cloud, a controlplane.RolePolicyAttachment) error {
				return c.DetachRolePolicy(a.Role, a.PolicyARN)
			},
			id: func(a controlplane.RolePolicyAttachment) string { return a.ID },
			parse: func(id string) (controlplane.RolePolicyAttachment, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return controlplane.RolePolicyAttachment{}, err
				}
				return controlplane.RolePolicyAttachment{Role: p[0], PolicyARN: p[1]}, nil
			},
		}),
	}
}
