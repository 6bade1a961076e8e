package role

import (
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// swapped is the integration whose role may do exactly what i needs, while i's role may do exactly what that one needs;
// nil if there is none. A role that allows what i needs is not another's.
func swapped(in *rule.Context, i *model.Integration) *model.Integration {
	if p, _ := facts.Permissions(in, i.Role, i.URI.Partition); !lacks(in, i, p) {
		return nil
	}
	all := in.Integrations()
	at := slices.IndexFunc(all, func(other *model.Integration) bool {
		return other != i && other.Role != nil && other.Role != i.Role && grants(other.Role, facts.NeedsOf(in, i)) && fits(in, i, other.Role) && fits(in, other, i.Role)
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
	return !lacks(in, i, p)
}

// grants tells quickly that a role's statements do not allow an action that is needed: most roles are for other tables.
func grants(r *model.Role, needs *facts.Needs) bool {
	return !slices.ContainsFunc(needs.Capabilities, func(c iam.Capability) bool {
		_, isKey := needs.Key(c.Resource)
		return !isKey && !allows(r, c.Action, c.Resource)
	})
}

// lacks reports whether permissions fall short of what an integration needs in its tables.
func lacks(in *rule.Context, i *model.Integration, p iam.Permissions) bool {
	needs := facts.NeedsOf(in, i)
	p.Known = facts.Sent(in, i, p.Principal)
	return len(p.Shortage(slices.DeleteFunc(slices.Clone(needs.Capabilities), func(c iam.Capability) bool {
		_, isKey := needs.Key(c.Resource)
		return isKey
	}))) > 0
}
