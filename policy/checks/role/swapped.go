package role

import (
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// swapped is the integration whose role may do exactly what i needs, while i's role may do exactly what that one needs;
// nil if there is none.
func swapped(in *rule.Context, i *model.Integration) *model.Integration {
	all := in.Integrations()
	at := slices.IndexFunc(all, func(other *model.Integration) bool {
		return other != i && other.Role != nil && other.Role != i.Role && fits(in, i, other.Role) && fits(in, other, i.Role)
	})
	if at < 0 {
		return nil
	}
	return all[at]
}

// fits reports whether a role may do what an integration needs in its tables, and nothing else.
func fits(in *rule.Context, i *model.Integration, r *model.Role) bool {
	needs := facts.NeedsOf(in, i)
	p, unread := facts.Permissions(in, r, i.URI.Partition)
	if i.URI.Operation == "" || !needs.Complete() || len(unread) > 0 || len(p.Excess(needs.Capabilities, tableARNs(in, i)...)) > 0 {
		return false
	}
	p.Known = facts.Sent(in, i, p.Principal)
	return len(p.Shortage(slices.DeleteFunc(slices.Clone(needs.Capabilities), func(c iam.Capability) bool {
		_, isKey := needs.Key(c.Resource)
		return isKey
	}))) == 0
}
