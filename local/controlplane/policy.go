package controlplane

import (
	"strings"

	"lambdaless/internal/iam"
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

// CreatePolicy is iam:CreatePolicy.
func (c *Client) CreatePolicy(in Policy) (Policy, error) {
	in.ARN = c.ARN("iam", "", c.account.id, "policy"+in.Path+in.Name)
	in.ID, in.PolicyID, in.AttachmentCount = in.ARN, c.uniqueID("ANPA"), 0
	return in, c.account.update(func(t *tx) error {
		for _, other := range list[Policy](t, "") {
			if strings.EqualFold(other.Name, in.Name) {
				return refuse("EntityAlreadyExists", "A policy called %s already exists. Duplicate names are not allowed.", in.Name)
			}
		}
		if err := checkPolicy(in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

func checkPolicy(p Policy) error {
	if _, err := iam.ParseManaged(p.Policy); err != nil {
		return malformed(err)
	}
	if policySize(p.Policy) > maxManagedPolicy {
		return refuse("LimitExceeded", "Cannot exceed quota for PolicySize: %d", maxManagedPolicy)
	}
	return nil
}

// Policy is iam:GetPolicy with its default version.
func (c *Client) Policy(arn string) (p Policy, err error) {
	err = c.account.read(func(t *tx) (err error) {
		if p, err = policy(t, arn); err != nil {
			return err
		}
		p.AttachmentCount = attachments(t, arn)
		return nil
	})
	return p, err
}

// UpdatePolicy is iam:CreatePolicyVersion as the new default, and its tags.
func (c *Client) UpdatePolicy(in Policy) (Policy, error) {
	err := c.account.update(func(t *tx) error {
		old, err := policy(t, in.ARN)
		if err != nil {
			return err
		}
		old.Policy, old.Tags, old.TagsAll = in.Policy, in.Tags, in.TagsAll
		if err := checkPolicy(old); err != nil {
			return err
		}
		store(t, old)
		in = old
		in.AttachmentCount = attachments(t, in.ARN)
		return nil
	})
	return in, err
}

// DeletePolicy is iam:DeletePolicy: an attached policy stays.
func (c *Client) DeletePolicy(arn string) error {
	return c.account.update(func(t *tx) error {
		p, err := policy(t, arn)
		if err != nil {
			return err
		}
		if attachments(t, arn) > 0 {
			return refuse("DeleteConflict", "Cannot delete a policy attached to entities.")
		}
		remove(t, p)
		return nil
	})
}

func policy(t *tx, arn string) (Policy, error) {
	p, ok := load[Policy](t, arn)
	if !ok {
		return p, noSuchEntity("Policy %s was not found.", arn)
	}
	return p, nil
}

// attachments counts the roles that a policy is attached to or bounds.
func attachments(t *tx, arn string) int {
	n := 0
	for _, a := range list[RolePolicyAttachment](t, "") {
		if a.PolicyARN == arn {
			n++
		}
	}
	for _, r := range list[Role](t, "") {
		if r.PermissionsBoundary == arn {
			n++
		}
	}
	return n
}
