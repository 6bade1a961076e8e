package resources

import (
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func iamRolePolicy() *Type {
	return &Type{
		Token: "aws:iam/rolePolicy:RolePolicy", Label: "IAM Role Policy", Subject: "name", ImportShape: "ROLE-NAME:ROLE-POLICY-NAME",
		Facts: prefixed(1, 128, schema.Facts{
			"policy": {schema.JSON},
			"role":   {schema.Replaces},
		}),
		Calls: of(calls[controlplane.RolePolicy]{in: controlplane.RolePolicies, path: "role:name"}),
	}
}
