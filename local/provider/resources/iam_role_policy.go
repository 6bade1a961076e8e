package resources

import "lambdaless/local/controlplane"

func iamRolePolicy() *Type {
	return &Type{
		Token: "aws:iam/rolePolicy:RolePolicy", Label: "IAM Role Policy", Subject: "name", ImportShape: "ROLE-NAME:ROLE-POLICY-NAME",
		facts: prefixed(1, 128, facts{
			"policy": {document},
			"role":   {replaces},
		}),
		Calls: of(calls[controlplane.RolePolicy]{in: controlplane.RolePolicies, path: "role:name"}),
	}
}
