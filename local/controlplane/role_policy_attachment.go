package controlplane

import (
	"strings"

	"lambdaless/local/controlplane/store"
)

// RolePolicyAttachment attaches a managed policy to a role.
type RolePolicyAttachment struct {
	ID        string `json:"id"`
	Role      string `json:"role"`
	PolicyARN string `json:"policyArn"`
}

func (RolePolicyAttachment) Kind() string  { return "iam.RolePolicyAttachment" }
func (a RolePolicyAttachment) Key() string { return strings.ToLower(a.Role) + "/" + a.PolicyARN }

// RolePolicyAttachments attach managed policies to roles: iam:AttachRolePolicy, where attaching twice is
// no error, ListAttachedRolePolicies and DetachRolePolicy.
var RolePolicyAttachments = Collection[RolePolicyAttachment]{
	find: func(_ *Client, t *store.Tx, a RolePolicyAttachment) (RolePolicyAttachment, error) {
		_, err := role(t, a.Role)
		return store.Find[RolePolicyAttachment](t, err, strings.ToLower(a.Role)+"/"+a.PolicyARN, noSuchEntity("Policy %s was not found.", a.PolicyARN))
	},
	create: func(c *Client, t *store.Tx, in *RolePolicyAttachment) error {
		in.ID = in.Role + "-" + c.account.ids()
		return checkAttachment(t, in)
	},
}

func checkAttachment(t *store.Tx, in *RolePolicyAttachment) error {
	r, err := role(t, in.Role)
	if err != nil {
		return err
	}
	if _, err := managedPolicy(t, in.PolicyARN); err != nil {
		return err
	}
	if old, again := store.Load[RolePolicyAttachment](t, in.Key()); again {
		*in = old
		return nil
	}
	if len(store.List[RolePolicyAttachment](t, r.Key()+"/")) >= maxAttachedPolicies {
		return refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", maxAttachedPolicies)
	}
	return nil
}
