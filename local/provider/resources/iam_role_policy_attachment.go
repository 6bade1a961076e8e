package resources

import (
	"lambdaless/local/controlplane"
)

func iamRolePolicyAttachment() *Type {
	return &Type{
		Token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", Label: "IAM Role Policy Attachment", Subject: "policyArn", ImportShape: "ROLE-NAME/POLICY-ARN",
		facts: facts{
			"policyArn": {replaces, check(isARN)},
			"role":      {replaces},
		},
		Calls: of(calls[controlplane.RolePolicyAttachment]{in: controlplane.RolePolicyAttachments, path: "role/policyArn"}),
	}
}
