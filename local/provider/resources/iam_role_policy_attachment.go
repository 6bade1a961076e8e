package resources

import (
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func iamRolePolicyAttachment() *Type {
	return &Type{
		Token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", Label: "IAM Role Policy Attachment", Subject: "policyArn", ImportShape: "ROLE-NAME/POLICY-ARN",
		Facts: schema.Facts{
			"policyArn": {schema.Replaces, schema.Check(isARN)},
			"role":      {schema.Replaces},
		},
		Calls: of(calls[controlplane.RolePolicyAttachment]{in: controlplane.RolePolicyAttachments, path: "role/policyArn"}),
	}
}
