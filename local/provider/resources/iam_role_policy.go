package resources

import (
	"context"
	"fmt"
	"strings"

	"lambdaless/local/controlplane"
)

func iamRolePolicy() *Type {
	const shape = "ROLE-NAME:ROLE-POLICY-NAME"
	parse := func(id string) (controlplane.RolePolicy, error) {
		role, name, ok := strings.Cut(id, ":")
		if !ok || role == "" || name == "" {
			return controlplane.RolePolicy{}, fmt.Errorf("unexpected format of ID (%q), expected %s", id, shape)
		}
		return controlplane.RolePolicy{ID: id, Role: role, Name: name}, nil
	}
	return &Type{
		Token: "aws:iam/rolePolicy:RolePolicy", Label: "IAM Role Policy", Subject: "name", ImportShape: shape,
		facts: prefixed(1, 128, facts{
			"policy": {document},
			"role":   {replaces},
		}),
		Calls: of(calls[controlplane.RolePolicy]{
			create: func(_ context.Context, c Cloud, in controlplane.RolePolicy) (controlplane.RolePolicy, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.PutRolePolicy(in)
			},
			read: func(_ context.Context, c Cloud, p controlplane.RolePolicy) (controlplane.RolePolicy, error) {
				return c.RolePolicy(p.Role, p.Name)
			},
			update: func(_ context.Context, c Cloud, in controlplane.RolePolicy) (controlplane.RolePolicy, error) {
				return c.PutRolePolicy(in)
			},
			remove: func(_ context.Context, c Cloud, p controlplane.RolePolicy) error {
				return c.DeleteRolePolicy(p.Role, p.Name)
			},
			id:    func(p controlplane.RolePolicy) string { return p.ID },
			parse: parse,
		}),
	}
}
