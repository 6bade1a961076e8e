package controlplane

import (
	"strings"

	"lambdaless/internal/iam"
)

// Role is an IAM role. Its inline and attached policies are records of their own.
type Role struct {
	ID                  string            `json:"id"`
	Name                string            `json:"name"`
	NamePrefix          string            `json:"namePrefix"`
	ARN                 string            `json:"arn"`
	UniqueID            string            `json:"uniqueId"`
	CreateDate          string            `json:"createDate"`
	Path                string            `json:"path"`
	Description         string            `json:"description,omitempty"`
	AssumeRolePolicy    string            `json:"assumeRolePolicy"`
	MaxSessionDuration  int               `json:"maxSessionDuration"`
	PermissionsBoundary string            `json:"permissionsBoundary,omitempty"`
	ForceDetachPolicies bool              `json:"forceDetachPolicies"`
	Tags                map[string]string `json:"tags,omitempty"`
	TagsAll             map[string]string `json:"tagsAll,omitempty"`

	// InlinePolicies and ManagedPolicyARNs, in a call, are the complete lists that the role is to
	// have; nil leaves what is there. In an answer they are what the role has. They are not stored here.
	InlinePolicies    *[]InlinePolicy `json:"inlinePolicies,omitempty"`
	ManagedPolicyARNs *[]string       `json:"managedPolicyArns,omitempty"`
}

// InlinePolicy is a policy inside a role.
type InlinePolicy struct {
	Name   string `json:"name"`
	Policy string `json:"policy"`
}

func (Role) Kind() string  { return "iam.Role" }
func (r Role) Key() string { return strings.ToLower(r.Name) }

// Quotas of IAM. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	maxTrustPolicy      = 2048
	maxInlinePolicies   = 10240
	maxManagedPolicy    = 6144
	maxAttachedPolicies = 10
)

// CreateRole is iam:CreateRole, with the inline and managed policies that the provider adds to it.
func (c *Client) CreateRole(in Role) (Role, error) {
	in.ID = in.Name
	in.ARN = c.ARN("iam", "", c.account.id, "role"+in.Path+in.Name)
	in.UniqueID, in.CreateDate = c.uniqueID("AROA"), c.Now()
	err := c.account.update(func(t *tx) error {
		if _, ok := load[Role](t, in.Key()); ok {
			return refuse("EntityAlreadyExists", "Role with name %s already exists.", in.Name)
		}
		return c.putRole(t, &in)
	})
	return in, err
}

// putRole checks and stores a role and the policies that the call lists.
func (c *Client) putRole(t *tx, in *Role) error {
	if err := c.checkRole(t, *in); err != nil {
		return err
	}
	stored := *in
	stored.InlinePolicies, stored.ManagedPolicyARNs = nil, nil
	store(t, stored)
	if err := c.setInlinePolicies(t, stored, in.InlinePolicies); err != nil {
		return err
	}
	if err := c.setManagedPolicies(t, stored, in.ManagedPolicyARNs); err != nil {
		return err
	}
	*in = c.withPolicies(t, stored)
	return nil
}

func (c *Client) setInlinePolicies(t *tx, role Role, policies *[]InlinePolicy) error {
	if policies == nil {
		return nil
	}
	removeAll[RolePolicy](t, role.Key()+"/")
	for _, p := range *policies {
		if p.Name == "" && p.Policy == "" {
			continue // the provider's way to say: no inline policy
		}
		if err := c.putRolePolicy(t, RolePolicy{Role: role.Name, Name: p.Name, Policy: p.Policy}); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) setManagedPolicies(t *tx, role Role, arns *[]string) error {
	if arns == nil {
		return nil
	}
	removeAll[RolePolicyAttachment](t, role.Key()+"/")
	for _, arn := range *arns {
		if err := c.attachRolePolicy(t, RolePolicyAttachment{Role: role.Name, PolicyARN: arn}); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) checkRole(t *tx, r Role) error {
	if _, err := iam.ParseTrust(r.AssumeRolePolicy); err != nil {
		return malformed(err)
	}
	if policySize(r.AssumeRolePolicy) > maxTrustPolicy {
		return refuse("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: %d", maxTrustPolicy)
	}
	if r.PermissionsBoundary != "" {
		if _, err := managedPolicy(t, r.PermissionsBoundary); err != nil {
			return noSuchEntity("Scope ARN: %s does not exist or is not attachable.", r.PermissionsBoundary)
		}
	}
	return nil
}

// withPolicies adds what the role has now.
func (c *Client) withPolicies(t *tx, r Role) Role {
	inline := []InlinePolicy{}
	for _, p := range list[RolePolicy](t, r.Key()+"/") {
		inline = append(inline, InlinePolicy{Name: p.Name, Policy: p.Policy})
	}
	attached := []string{}
	for _, a := range list[RolePolicyAttachment](t, r.Key()+"/") {
		attached = append(attached, a.PolicyARN)
	}
	r.InlinePolicies, r.ManagedPolicyARNs = &inline, &attached
	return r
}

// Role is iam:GetRole with the role's policies.
func (c *Client) Role(name string) (r Role, err error) {
	err = c.account.read(func(t *tx) error {
		if r, err = role(t, name); err != nil {
			return err
		}
		r = c.withPolicies(t, r)
		return nil
	})
	return r, err
}

// UpdateRole changes everything of a role but its name and path.
func (c *Client) UpdateRole(in Role) (Role, error) {
	err := c.account.update(func(t *tx) error {
		old, err := role(t, in.Name)
		if err != nil {
			return err
		}
		in.ID, in.ARN, in.UniqueID, in.CreateDate, in.Path = old.ID, old.ARN, old.UniqueID, old.CreateDate, old.Path
		return c.putRole(t, &in)
	})
	return in, err
}

// DeleteRole is iam:DeleteRole: a role with policies stays. detachInline and detachManaged say that
// the provider takes the inline or the attached policies away first, as it does for the lists that
// it manages itself.
func (c *Client) DeleteRole(name string, detachInline, detachManaged bool) error {
	return c.account.update(func(t *tx) error {
		r, err := role(t, name)
		if err != nil {
			return err
		}
		if detachInline {
			removeAll[RolePolicy](t, r.Key()+"/")
		}
		if detachManaged {
			removeAll[RolePolicyAttachment](t, r.Key()+"/")
		}
		if len(list[RolePolicyAttachment](t, r.Key()+"/")) > 0 {
			return refuse("DeleteConflict", "Cannot delete entity, must detach all policies first.")
		}
		if len(list[RolePolicy](t, r.Key()+"/")) > 0 {
			return refuse("DeleteConflict", "Cannot delete entity, must delete policies first.")
		}
		remove(t, r)
		return nil
	})
}

func role(t *tx, name string) (Role, error) {
	r, ok := load[Role](t, strings.ToLower(name))
	if !ok {
		return r, noSuchEntity("The role with name %s cannot be found.", name)
	}
	return r, nil
}

func roleByARN(t *tx, arn string) (Role, bool) {
	r, ok := load[Role](t, strings.ToLower(arn[strings.LastIndex(arn, "/")+1:]))
	return r, ok && r.ARN == arn
}

// malformed is how IAM answers a document that it cannot read: code, one sentence, and then, since
// this account can say it, where and what.
func malformed(err error) error {
	if e, ok := err.(*iam.ParseError); ok {
		text := e.Message
		for _, p := range e.Problems {
			text += "\n  " + p.String()
		}
		return &Error{Code: e.Code, Message: text}
	}
	return refuse(iam.MalformedPolicyDocument, "%v", err)
}

// policySize counts as IAM does: white space is free.
func policySize(doc string) int {
	return len(strings.Join(strings.Fields(doc), ""))
}
