package provider

import (
	"context"
	"fmt"
	"strings"

	"lambdaless/local/controlplane"
)

func iamRolePolicy() *resourceType {
	const shape = "ROLE-NAME:ROLE-POLICY-NAME"
	parse := func(id string) (controlplane.RolePolicy, error) {
		role, name, ok := strings.Cut(id, ":")
		if !ok || role == "" || name == "" {
			return controlplane.RolePolicy{}, fmt.Errorf("unexpected format of ID (%q), expected %s", id, shape)
		}
		return controlplane.RolePolicy{ID: id, Role: role, Name: name}, nil
	}
	return &resourceType{
		token: "aws:iam/rolePolicy:RolePolicy", label: "IAM Role Policy", subject: "name", importShape: shape,
		properties: append([]property{
			document("policy").need(),
			text("role").need().replacing(),
		}, prefixed(1, 128)...),
		calls: of(calls[controlplane.RolePolicy]{
			create: func(_ context.Context, c cloud, in controlplane.RolePolicy) (controlplane.RolePolicy, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.PutRolePolicy(in)
			},
			read: func(_ context.Context, c cloud, p controlplane.RolePolicy) (controlplane.RolePolicy, error) {
				return c.RolePolicy(p.Role, p.Name)
			},
			update: func(_ context.Context, c cloud, in controlplane.RolePolicy) (controlplane.RolePolicy, error) {
				return c.PutRolePolicy(in)
			},
			remove: func(_ context.Context, c cloud, p controlplane.RolePolicy) error {
				return c.DeleteRolePolicy(p.Role, p.Name)
			},
			id:    func(p controlplane.RolePolicy) string { return p.ID },
			parse: parse,
		}),
	}
}
