package resources

import (
	"context"

	"lambdaless/local/controlplane"
)

func iamRolePolicyAttachment() *Type {
	const shape = "ROLE-NAME/POLICY-ARN"
	return &Type{
		Token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", Label: "IAM Role Policy Attachment", Subject: "policyArn", ImportShape: shape,
		facts: facts{
			"policyArn": {replaces, check(isARN)},
			"role":      {replaces},
		},
		Calls: of(calls[controlplane.RolePolicyAttachment]{
			create: func(_ context.Context, c Cloud, in controlplane.RolePolicyAttachment) (controlplane.RolePolicyAttachment, error) {
				return c.AttachRolePolicy(in)
			},
			read: func(_ context.Context, c Cloud, a controlplane.RolePolicyAttachment) (controlplane.RolePolicyAttachment, error) {
				return c.RolePolicyAttachment(a.Role, a.PolicyARN)
			},
			remove: func(_ context.Context, c Cloud, a controlplane.RolePolicyAttachment) error {
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
