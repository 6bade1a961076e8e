package resources

import (
	"context"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// iamNames are the characters that IAM allows in names.
const iamNames = `[0-9A-Za-z=,.@\-_+]+`

// randomSuffix is what the provider appends to a name prefix.
const randomSuffix = 26

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
			create: func(_ context.Context, c Cloud, in controlplane.Role) (controlplane.Role, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.CreateRole(in)
			},
			read: func(_ context.Context, c Cloud, r controlplane.Role) (controlplane.Role, error) { return c.Role(r.ID) },
			update: func(_ context.Context, c Cloud, in controlplane.Role) (controlplane.Role, error) {
				return c.UpdateRole(in)
			},
			remove: func(_ context.Context, c Cloud, r controlplane.Role) error {
				inline := r.ForceDetachPolicies || r.InlinePolicies != nil && len(*r.InlinePolicies) > 0
				managed := r.ForceDetachPolicies || r.ManagedPolicyARNs != nil && len(*r.ManagedPolicyARNs) > 0
				return c.DeleteRole(r.ID, inline, managed)
			},
			id:    func(r controlplane.Role) string { return r.ID },
			parse: func(id string) (controlplane.Role, error) { return controlplane.Role{ID: id, Name: id}, nil },
		}),
	}
}

// completed is a resource's name, made from its prefix when it has none.
func completed(c Cloud, name, prefix string) string {
	if name == "" && prefix != "" {
		return prefix + c.Suffix(randomSuffix)
	}
	return name
}
