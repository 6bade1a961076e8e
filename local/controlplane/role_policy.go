package controlplane

import (
	"strings"

	"lambdaless/internal/iam"
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

// PutRolePolicy is iam:PutRolePolicy: creates or replaces.
func (c *Client) PutRolePolicy(in RolePolicy) (RolePolicy, error) {
	in.ID = in.Role + ":" + in.Name
	return in, c.account.update(func(t *tx) error { return c.putRolePolicy(t, in) })
}

func (c *Client) putRolePolicy(t *tx, in RolePolicy) error {
	in.ID = in.Role + ":" + in.Name
	r, err := role(t, in.Role)
	if err != nil {
		return err
	}
	if _, err := iam.ParseIdentity(in.Policy); err != nil {
		return malformed(err)
	}
	size := policySize(in.Policy)
	for _, other := range list[RolePolicy](t, r.Key()+"/") {
		if other.Name != in.Name {
			size += policySize(other.Policy)
		}
	}
	if size > maxInlinePolicies {
		return refuse("LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", maxInlinePolicies, in.Role)
	}
	store(t, in)
	return nil
}

// RolePolicy is iam:GetRolePolicy.
func (c *Client) RolePolicy(roleName, name string) (p RolePolicy, err error) {
	err = c.account.read(func(t *tx) (err error) {
		p, err = rolePolicy(t, roleName, name)
		return err
	})
	return p, err
}

// DeleteRolePolicy is iam:DeleteRolePolicy.
func (c *Client) DeleteRolePolicy(roleName, name string) error {
	return c.account.update(func(t *tx) error {
		p, err := rolePolicy(t, roleName, name)
		if err != nil {
			return err
		}
		remove(t, p)
		return nil
	})
}

func rolePolicy(t *tx, roleName, name string) (RolePolicy, error) {
	if _, err := role(t, roleName); err != nil {
		return RolePolicy{}, err
	}
	p, ok := load[RolePolicy](t, strings.ToLower(roleName)+"/"+name)
	if !ok {
		return p, noSuchEntity("The role policy with name %s cannot be found.", name)
	}
	return p, nil
}
