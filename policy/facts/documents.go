package facts

import (
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// IdentityDocuments are the known identity policies of the stack, each once: of roles, users and groups,
// attached or not. Permissions boundaries are left out, since they only take away.
func IdentityDocuments(in *rule.Context) []model.Document {
	var all []model.Document
	seen := map[string]bool{}
	for _, p := range in.Principals() {
		for _, d := range p.Identity {
			if key := d.Node.URN + " " + d.Name; d.Policy != nil && !seen[key] {
				seen[key] = true
				all = append(all, d)
			}
		}
	}
	return all
}
