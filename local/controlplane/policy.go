package controlplane

import (
	"strings"

	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
)

// Policy is a customer-managed IAM policy.
type Policy struct {
	ID              string            `json:"id"`
	Name            string            `json:"name"`
	NamePrefix      string            `json:"namePrefix"`
	ARN             string            `json:"arn"`
	PolicyID        string            `json:"policyId"`
	Path            string            `json:"path"`
	Description     string            `json:"description,omitempty"`
	Policy          string            `json:"policy"`
	AttachmentCount int               `json:"attachmentCount"`
	Tags            map[string]string `json:"tags,omitempty"`
	TagsAll         map[string]string `json:"tagsAll,omitempty"`
}

func (Policy) Kind() string  { return "iam.Policy" }
func (p Policy) Key() string { return p.ARN }

// Policies are customer-managed policies: iam:CreatePolicy, GetPolicy with its default version,
// CreatePolicyVersion as the new default, and DeletePolicy, which refuses an attached policy.
var Policies = Collection[Policy]{
	find: func(_ *Client, t *store.Tx, p Policy) (Policy, error) {
		return store.Find[Policy](t, nil, p.ID, noSuchEntity("Policy %s was not found.", p.ID))
	},
	create: func(c *Client, t *store.Tx, in *Policy) error {
		in.ARN = c.ARN("iam", "", c.account.id, "policy"+in.Path+in.Name)
		in.ID, in.PolicyID, in.AttachmentCount = in.ARN, c.uniqueID("ANPA"), 0
		for _, other := range store.List[Policy](t, "") {
			if strings.EqualFold(other.Name, in.Name) {
				return refuse("EntityAlreadyExists", "A policy called %s already exists. Duplicate names are not allowed.", in.Name)
			}
		}
		if err := iamQuota(len(store.List[Policy](t, "")), maxPolicies, "Policies"); err != nil {
			return err
		}
		return checkPolicy(*in)
	},
	update: func(_ *Client, _ *store.Tx, old Policy, in *Policy) error {
		old.Policy, old.Tags, old.TagsAll = in.Policy, in.Tags, in.TagsAll
		*in = old
		return checkPolicy(*in)
	},
	release: func(_ *Client, t *store.Tx, p Policy) error {
		if attachments(t, p.ARN) > 0 {
			return refuse("DeleteConflict", "Cannot delete a policy attached to entities.")
		}
		return nil
	},
	complete: func(_ *Client, t *store.Tx, p Policy) Policy {
		p.AttachmentCount = attachments(t, p.ARN)
		return p
	},
}

func checkPolicy(p Policy) error {
	if _, err := parse.Managed(p.Policy); err != nil {
		return malformed(err)
	}
	if policySize(p.Policy) > maxManagedPolicy {
		return refuse("LimitExceeded", "Cannot exceed quota for PolicySize: %d", maxManagedPolicy)
	}
	return nil
}

// attachments counts the roles that a policy is attached to or bounds.
func attachments(t *store.Tx, arn string) int {
	n := 0
	for _, a := range store.List[RolePolicyAttachment](t, "") {
		if a.PolicyARN == arn {
			n++
		}
	}
	for _, r := range store.List[Role](t, "") {
		if r.PermissionsBoundary == arn {
			n++
		}
	}
	return n
}
