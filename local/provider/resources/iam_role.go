package resources

import (
	"context"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// iamNames are the characters that IAM allows in names.
const iamNames = `[0-9A-Za-z=,.@\-_+]+`

// prefixed adds the two inputs that name something in IAM: a name, or a prefix that AWS completes.
func prefixed(low, high int, f facts) facts {
	const allowed = "alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs"
	f["name"] = []schema.Fact{autonamed(high, nil), computed, replaces, excludes("namePrefix"), check(spelled(iamNames, allowed, low, high))}
	f["namePrefix"] = []schema.Fact{replaces, excludes("name"), check(spelled(iamNames, allowed, low, high-randomSuffix))}
	return f
}

func iamRole() *Type {
	return &Type{
		Token: "aws:iam/role:Role", Label: "IAM Role", Subject: "name", ImportShape: "NAME",
		facts: prefixed(1, 64, facts{
			"assumeRolePolicy":      {document},
			"description":           {check(length(0, 1000))},
			"forceDetachPolicies":   {defaultsTo(false)},
			"inlinePolicies":        {unordered, computedLive},
			"inlinePolicies.name":   {check(length(0, 128))},
			"inlinePolicies.policy": {document},
			"managedPolicyArns":     {unordered, computedLive, elem(check(isARN))},
			"maxSessionDuration":    {defaultsTo(3600.0), check(between(3600, 43200))},
			"path":                  {defaultsTo("/"), replaces, check(length(0, 512))},
			"permissionsBoundary":   {check(isARN)},
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
