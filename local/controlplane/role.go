package controlplane

import (
	"strings"

	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
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
	// have; nil leaves what is there. In an answer they are the role's policies. They are not stored here.
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

// Roles are IAM's roles: iam:CreateRole, GetRole, DeleteRole, and the calls that change everything of a
// role but its name and path, with the inline and managed policies that the provider manages with it.
// A role with policies cannot be deleted: see DetachPolicies.
var Roles = Collection[Role]{
	find: func(_ *Client, t *store.Tx, r Role) (Role, error) { return role(t, r.ID) },
	create: func(c *Client, t *store.Tx, in *Role) error {
		in.ID = in.Name
		in.ARN = c.ARN("iam", "", c.account.id, "role"+in.Path+in.Name)
		in.UniqueID, in.CreateDate = c.uniqueID("AROA"), c.Now()
		if _, ok := store.Load[Role](t, in.Key()); ok {
			return refuse("EntityAlreadyExists", "Role with name %s already exists.", in.Name)
		}
		if err := iamQuota(len(store.List[Role](t, "")), maxRoles, "Roles"); err != nil {
			return err
		}
		return c.putRole(t, in)
	},
	update: func(c *Client, t *store.Tx, old Role, in *Role) error {
		in.ID, in.ARN, in.UniqueID, in.CreateDate, in.Path = old.ID, old.ARN, old.UniqueID, old.CreateDate, old.Path
		return c.putRole(t, in)
	},
	release: func(_ *Client, t *store.Tx, r Role) error {
		if len(store.List[RolePolicyAttachment](t, r.Key()+"/")) > 0 {
			return refuse("DeleteConflict", "Cannot delete entity, must detach all policies first.")
		}
		if len(store.List[RolePolicy](t, r.Key()+"/")) > 0 {
			return refuse("DeleteConflict", "Cannot delete entity, must delete policies first.")
		}
		return nil
	},
	complete: func(_ *Client, t *store.Tx, r Role) Role { return withPolicies(t, r) },
}

// putRole checks a role, and sets the policies that the call lists, which are not part of the record.
func (c *Client) putRole(t *store.Tx, in *Role) error {
	if err := c.checkRole(t, *in); err != nil {
		return err
	}
	inline, managed := in.InlinePolicies, in.ManagedPolicyARNs
	in.InlinePolicies, in.ManagedPolicyARNs = nil, nil
	store.Put(t, *in) // its policies look it up
	if err := c.setInlinePolicies(t, *in, inline); err != nil {
		return err
	}
	return c.setManagedPolicies(t, *in, managed)
}

func (c *Client) setInlinePolicies(t *store.Tx, role Role, policies *[]InlinePolicy) error {
	if policies == nil {
		return nil
	}
	store.RemoveAll[RolePolicy](t, role.Key()+"/")
	for _, p := range *policies {
		if p.Name == "" && p.Policy == "" {
			continue // the provider sends an empty policy for none
		}
		in := RolePolicy{Role: role.Name, Name: p.Name, Policy: p.Policy}
		if err := checkRolePolicy(t, &in); err != nil {
			return err
		}
		store.Put(t, in)
	}
	return nil
}

func (c *Client) setManagedPolicies(t *store.Tx, role Role, arns *[]string) error {
	if arns == nil {
		return nil
	}
	store.RemoveAll[RolePolicyAttachment](t, role.Key()+"/")
	for _, arn := range *arns {
		in := RolePolicyAttachment{Role: role.Name, PolicyARN: arn}
		if err := checkAttachment(t, &in); err != nil {
			return err
		}
		store.Put(t, in)
	}
	return nil
}

func (c *Client) checkRole(t *store.Tx, r Role) error {
	if _, err := parse.Trust(r.AssumeRolePolicy); err != nil {
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
func withPolicies(t *store.Tx, r Role) Role {
	inline := []InlinePolicy{}
	for _, p := range store.List[RolePolicy](t, r.Key()+"/") {
		inline = append(inline, InlinePolicy{Name: p.Name, Policy: p.Policy})
	}
	attached := []string{}
	for _, a := range store.List[RolePolicyAttachment](t, r.Key()+"/") {
		attached = append(attached, a.PolicyARN)
	}
	r.InlinePolicies, r.ManagedPolicyARNs = &inline, &attached
	return r
}

// DetachPolicies takes a role's inline or managed policies away, as the provider does before it deletes a
// role with lists that it manages itself.
func (c *Client) DetachPolicies(name string, inline, managed bool) error {
	return c.account.store.Update(func(t *store.Tx) error {
		r, err := role(t, name)
		if err != nil {
			return err
		}
		if inline {
			store.RemoveAll[RolePolicy](t, r.Key()+"/")
		}
		if managed {
			store.RemoveAll[RolePolicyAttachment](t, r.Key()+"/")
		}
		return nil
	})
}

func role(t *store.Tx, name string) (Role, error) {
	return store.Find[Role](t, nil, strings.ToLower(name), noSuchEntity("The role with name %s cannot be found.", name))
}

func roleByARN(t *store.Tx, arn string) (Role, bool) {
	r, ok := store.Load[Role](t, strings.ToLower(arn[strings.LastIndex(arn, "/")+1:]))
	return r, ok && r.ARN == arn
}

// malformed is how IAM answers a document that it cannot read: code, one sentence, and then, since
// this account can say it, where and what.
func malformed(err error) error {
	if e, ok := err.(*parse.Error); ok {
		text := e.Message
		for _, p := range e.Problems {
			text += "\n  " + p.String()
		}
		return &Error{Code: e.Code, Message: text}
	}
	return refuse(parse.MalformedPolicyDocument, "%v", err)
}

// policySize counts as IAM does: white space is free.
func policySize(doc string) int {
	return len(strings.Join(strings.Fields(doc), ""))
}
