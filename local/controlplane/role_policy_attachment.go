package controlplane

import "strings"

// RolePolicyAttachment attaches a managed policy to a role.
type RolePolicyAttachment struct {
	ID        string `json:"id"`
	Role      string `json:"role"`
	PolicyARN string `json:"policyArn"`
}

func (RolePolicyAttachment) Kind() string  { return "iam.RolePolicyAttachment" }
func (a RolePolicyAttachment) Key() string { return strings.ToLower(a.Role) + "/" + a.PolicyARN }

// AttachRolePolicy is iam:AttachRolePolicy. Attaching twice is no error, as on AWS.
func (c *Client) AttachRolePolicy(in RolePolicyAttachment) (RolePolicyAttachment, error) {
	in.ID = in.Role + "-" + c.account.ids()
	return in, c.account.update(func(t *tx) error { return c.attachRolePolicy(t, in) })
}

func (c *Client) attachRolePolicy(t *tx, in RolePolicyAttachment) error {
	r, err := role(t, in.Role)
	if err != nil {
		return err
	}
	if _, err := managedPolicy(t, in.PolicyARN); err != nil {
		return err
	}
	if _, again := load[RolePolicyAttachment](t, in.Key()); again {
		return nil
	}
	if len(list[RolePolicyAttachment](t, r.Key()+"/")) >= maxAttachedPolicies {
		return refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", maxAttachedPolicies)
	}
	store(t, in)
	return nil
}

// RolePolicyAttachment finds an attachment, as iam:ListAttachedRolePolicies shows it.
func (c *Client) RolePolicyAttachment(roleName, arn string) (a RolePolicyAttachment, err error) {
	err = c.account.read(func(t *tx) (err error) {
		a, err = rolePolicyAttachment(t, roleName, arn)
		return err
	})
	return a, err
}

// DetachRolePolicy is iam:DetachRolePolicy.
func (c *Client) DetachRolePolicy(roleName, arn string) error {
	return c.account.update(func(t *tx) error {
		a, err := rolePolicyAttachment(t, roleName, arn)
		if err != nil {
			return err
		}
		remove(t, a)
		return nil
	})
}

func rolePolicyAttachment(t *tx, roleName, arn string) (RolePolicyAttachment, error) {
	if _, err := role(t, roleName); err != nil {
		return RolePolicyAttachment{}, err
	}
	a, ok := load[RolePolicyAttachment](t, strings.ToLower(roleName)+"/"+arn)
	if !ok {
		return a, noSuchEntity("Policy %s was not found.", arn)
	}
	return a, nil
}
