package resources

import (
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
		Calls: of(calls[controlplane.Policy]{in: controlplane.Policies, path: "arn"}),
	}
}
