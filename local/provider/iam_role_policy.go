package provider

import (
	"context"
	"fmt"
	"strings"

	"lambdaless/local/account"
)

func iamRolePolicy() *resourceType {
	const shape = "ROLE-NAME:ROLE-POLICY-NAME"
	parse := func(id string) (account.RolePolicy, error) {
		role, name, ok := strings.Cut(id, ":")
		if !ok || role == "" || name == "" {
			return account.RolePolicy{}, fmt.Errorf("unexpected format of ID (%q), expected %s", id, shape)
		}
		return account.RolePolicy{ID: id, Role: role, Name: name}, nil
	}
	return &resourceType{
		token: "aws:iam/rolePolicy:RolePolicy", label: "IAM Role Policy", subject: "name", importShape: shape,
		properties: append([]property{
			document("policy").need(),
			text("role").need().replacing(),
		}, prefixed(1, 128)...),
		calls: of(calls[account.RolePolicy]{
			create: func(_ context.Context, c cloud, in account.RolePolicy) (account.RolePolicy, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.PutRolePolicy(in)
			},
			read: func(_ context.Context, c cloud, p account.RolePolicy) (account.RolePolicy, error) {
				return c.RolePolicy(p.Role, p.Name)
			},
			update: func(_ context.Context, c cloud, in account.RolePolicy) (account.RolePolicy, error) {
				return c.PutRolePolicy(in)
			},
			remove: func(_ context.Context, c cloud, p account.RolePolicy) error {
				return c.DeleteRolePolicy(p.Role, p.Name)
			},
			id:    func(p account.RolePolicy) string { return p.ID },
			parse: parse,
		}),
	}
}
