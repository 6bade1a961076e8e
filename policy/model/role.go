package model

import (
	"fmt"

	"lambdaless/internal/iam/parse"
)

// Role is a role of the stack.
type Role struct {
	Principal
	// Trust is the trust policy.
	Trust Document
	// Integrations are those that have the role as credentials.
	Integrations []*Integration
	// Mentions are the other places that name the role, for roles of methods.
	Mentions []Mention
}

// inlinePolicies reads the role's inlinePolicies.
func (m *Model) inlinePolicies(r *Role) {
	list := r.Node.In("inlinePolicies")
	if list.IsUnknown() {
		r.Unknown = append(r.Unknown, m.Graph.WhyUnknown(r.Node, "inlinePolicies"))
		return
	}
	for i, item := range list.Items() {
		// An entry without a document tells the provider to remove all inline policies.
		if !item.IsUnknown() && item.At("policy").Absent() {
			continue
		}
		name := item.At("name").TextOr(fmt.Sprintf("inlinePolicies[%d]", i))
		r.Identity = append(r.Identity, m.document(r.Node, "inlinePolicies", name, item.At("policy"), parse.Identity))
	}
}
