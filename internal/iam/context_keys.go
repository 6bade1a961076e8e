package iam

import (
	"slices"
	"strings"
)

// ContextKeys lists the condition keys that the policies mention, in conditions and as policy
// variables, in lower case and sorted. The values of other keys make no difference to Evaluate.
func (p Permissions) ContextKeys() []string {
	var found []string
	note := func(policy *Policy, values []string) {
		for _, value := range values {
			for _, part := range pieces(value, policy.variables()) {
				if part.kind == variablePiece {
					found = append(found, strings.ToLower(part.text))
				}
			}
		}
	}
	policies := slices.Concat(p.Identity, p.Resource)
	if p.Boundary != nil {
		policies = append(policies, *p.Boundary)
	}
	for _, named := range policies {
		for _, s := range named.Policy.Statements {
			note(named.Policy, s.Resources)
			note(named.Policy, s.NotResources)
			for _, c := range s.Conditions {
				found = append(found, strings.ToLower(c.Key))
				note(named.Policy, c.Values)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
