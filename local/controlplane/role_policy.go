package controlplane

import (
	"strings"

	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
)

// RolePolicy is an inline policy of a role.
type RolePolicy struct {
	ID         string `json:"id"`
	Role       string `json:"role"`
	Name       string `json:"name"`
	NamePrefix string `json:"namePrefix"`
	Policy     string `json:"policy"`
}

func (RolePolicy) Kind() string  { return "iam.RolePolicy" }
func (p RolePolicy) Key() string { return strings.ToLower(p.Role) + "/" + p.Name }

// RolePolicies are the inline policies of roles: iam:PutRolePolicy, which creates or replaces,
// GetRolePolicy and DeleteRolePolicy.
var RolePolicies = Collection[RolePolicy]{
	find:   func(_ *Client, t *store.Tx, p RolePolicy) (RolePolicy, error) { return rolePolicy(t, p.Role, p.Name) },
	create: func(_ *Client, t *store.Tx, in *RolePolicy) error { return checkRolePolicy(t, in) },
}

func checkRolePolicy(t *store.Tx, in *RolePolicy) error {
	in.ID = in.Role + ":" + in.Name
	r, err := role(t, in.Role)
	if err != nil {
		return err
	}
	if _, err := parse.Identity(in.Policy); err != nil {
		return malformed(err)
	}
	size := policySize(in.Policy)
	for _, other := range store.List[RolePolicy](t, r.Key()+"/") {
		if other.Name != in.Name {
			size += policySize(other.Policy)
		}
	}
	if size > maxInlinePolicies {
		return refuse("LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", maxInlinePolicies, in.Role)
	}
	return nil
}

func rolePolicy(t *store.Tx, roleName, name string) (RolePolicy, error) {
	_, err := role(t, roleName)
	return store.Find[RolePolicy](t, err, strings.ToLower(roleName)+"/"+name, noSuchEntity("The role policy with name %s cannot be found.", name))
}
