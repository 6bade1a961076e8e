package resources

import (
	"context"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// iamNames are the characters that IAM allows in names.
const iamNames = `[0-9A-Za-z=,.@\-_+]+`

// prefixed adds the two inputs that name something in IAM: a name, or a prefix that AWS completes.
func prefixed(low, high int, f schema.Facts) schema.Facts {
	const allowed = "alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs"
	f["name"] = []schema.Fact{schema.Autonamed(high, nil), schema.Computed, schema.Replaces, schema.Excludes("namePrefix"), schema.Check(spelled(iamNames, allowed, low, high))}
	f["namePrefix"] = []schema.Fact{schema.Replaces, schema.Excludes("name"), schema.Check(spelled(iamNames, allowed, low, high-randomSuffix))}
	return f
}

func iamRole() *Type {
	return &Type{
		Token: "aws:iam/role:Role", Label: "IAM Role", Subject: "name", ImportShape: "NAME",
		Facts: prefixed(1, 64, schema.Facts{
			"assumeRolePolicy":      {schema.JSON},
			"description":           {schema.Check(length(0, 1000))},
			"forceDetachPolicies":   {schema.Default(false)},
			"inlinePolicies":        {schema.Unordered, schema.ComputedLive},
			"inlinePolicies.name":   {schema.Check(length(0, 128))},
			"inlinePolicies.policy": {schema.JSON},
			"managedPolicyArns":     {schema.Unordered, schema.ComputedLive, schema.Elem(schema.Check(isARN))},
			"maxSessionDuration":    {schema.Default(3600.0), schema.Check(Between(3600, 43200))},
			"path":                  {schema.Default("/"), schema.Replaces, schema.Check(length(0, 512))},
			"permissionsBoundary":   {schema.Check(isARN)},
		}),
		Calls: of(calls[controlplane.Role]{
			in: controlplane.Roles, path: "name",
			remove: func(_ context.Context, c Cloud, r controlplane.Role) error {
				inline := r.ForceDetachPolicies || r.InlinePolicies != nil && len(*r.InlinePolicies) > 0
				managed := r.ForceDetachPolicies || r.ManagedPolicyARNs != nil && len(*r.ManagedPolicyARNs) > 0
				if err := c.DetachPolicies(r.ID, inline, managed); err != nil {
					return err
				}
				return controlplane.Roles.Delete(c.Client, r)
			},
		}),
	}
}

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
