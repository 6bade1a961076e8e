package resources

import (
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func iamPolicy() *Type {
	return &Type{
		Token: "aws:iam/policy:Policy", Label: "IAM Policy", Subject: "name", ImportShape: "ARN",
		Facts: prefixed(1, 128, schema.Facts{
			"description": {schema.Replaces, schema.Check(length(0, 1000))},
			"path":        {schema.Default("/"), schema.Replaces},
			"policy":      {schema.JSON},
		}),
		Calls: of(calls[controlplane.Policy]{in: controlplane.Policies, path: "arn"}),
	}
}
