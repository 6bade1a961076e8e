package iam

import (
	"slices"
	"strings"
)

// UnderKeyPolicy are the permissions on a KMS key that has this policy. Unlike other resources' policies a key's
// has to let the account's identity-based policies decide, or they allow nothing about the key
// (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html). The request says whether it
// does so for what is asked.
func (p Permissions) UnderKeyPolicy(key Named, r Request) Permissions {
	p.Resource = []Named{key}
	e := evaluation{
		action: strings.ToLower(r.Action), resource: r.Resource, keys: newKeys(r.Context, true), subject: newSubject(r.Principal, p.Principal),
	}
	if _, delegated := e.find(ResourcePolicy, p.Resource, Allow, accountMeant); delegated {
		return p
	}
	identity := p.Identity
	p.Identity = nil
	for _, named := range identity {
		denies := *named.Policy
		denies.Statements = slices.DeleteFunc(slices.Clone(named.Policy.Statements), func(s Statement) bool { return s.Effect == Allow })
		p.Identity = append(p.Identity, Named{Name: named.Name, Policy: &denies})
	}
	return p
}

// OfKey is a key's policy for a comparison with other policies: its resource "*" is the key itself.
func OfKey(policy Named, arn string) Named {
	own := *policy.Policy
	own.Statements = slices.Clone(own.Statements)
	for i := range own.Statements {
		if slices.Equal(own.Statements[i].Resources, []string{"*"}) {
			own.Statements[i].Resources = []string{arn}
		}
	}
	return Named{Name: policy.Name, Policy: &own}
}
