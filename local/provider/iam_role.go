package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

// iamNames are the characters that IAM allows in names.
const iamNames = `[0-9A-Za-z=,.@\-_+]+`

// randomSuffix is what the provider appends to a name prefix.
const randomSuffix = 26

// prefixed are the two ways to name something in IAM: a name, or a prefix that AWS completes.
func prefixed(low, high int) []property {
	const allowed = "alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs"
	return []property{
		text("name").orComputed().replacing().without("namePrefix").autonamed(high, nil).with(spelled(iamNames, allowed, low, high)),
		text("namePrefix").orComputed().replacing().without("name").with(spelled(iamNames, allowed, low, high-randomSuffix)),
	}
}

func iamRole() *resourceType {
	return &resourceType{
		token: "aws:iam/role:Role", label: "IAM Role", subject: "name", importShape: "NAME",
		properties: append(append([]property{
			text("arn").out(),
			document("assumeRolePolicy").need(),
			text("createDate").out(),
			text("description").with(length(0, 1000)),
			boolean("forceDetachPolicies").or(false),
			set("inlinePolicies", object("",
				text("name").with(length(0, 128)),
				document("policy"),
			)).orLive(),
			set("managedPolicyArns", text("").with(isARN)).orLive(),
			integer("maxSessionDuration").or(3600.0).with(between(3600, 43200)),
			text("path").or("/").replacing().with(length(0, 512)),
			text("permissionsBoundary").with(isARN),
			text("uniqueId").out(),
		}, prefixed(1, 64)...), tags()...),
		calls: of(calls[controlplane.Role]{
			create: func(_ context.Context, c cloud, in controlplane.Role) (controlplane.Role, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.CreateRole(in)
			},
			read: func(_ context.Context, c cloud, r controlplane.Role) (controlplane.Role, error) { return c.Role(r.ID) },
			update: func(_ context.Context, c cloud, in controlplane.Role) (controlplane.Role, error) {
				return c.UpdateRole(in)
			},
			remove: func(_ context.Context, c cloud, r controlplane.Role) error {
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
func completed(c cloud, name, prefix string) string {
	if name == "" && prefix != "" {
		return prefix + c.Suffix(randomSuffix)
	}
	return name
}
