package facts

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// identityDocuments are all identity policies of the stack, each once: of roles, users and groups,
// attached or not. Permissions boundaries are left out, since they only take away.
func IdentityDocuments(in *rule.Context) []model.Document {
	var all []model.Document
	attached := map[*graph.Node]bool{}
	boundary := map[*graph.Node]bool{}
	for _, r := range in.Roles {
		for _, d := range r.Identity {
			if !attached[d.Node] || d.Node.Type == graph.Role {
				attached[d.Node] = true
				all = append(all, d)
			}
		}
		if r.Boundary != nil {
			boundary[r.Boundary.Node] = true
		}
	}
	for _, n := range in.Graph.OfType(graph.RolePolicy, graph.Policy, graph.UserPolicy, graph.GroupPolicy) {
		if !attached[n] && !boundary[n] {
			all = append(all, ReadDocument(in, n, iam.ParseIdentity))
		}
	}
	return all
}

// readDocument reads a resource's property policy.
func ReadDocument(in *rule.Context, n *graph.Node, parse func(string) (*iam.Policy, error)) model.Document {
	d := model.Document{Node: n, Property: "policy", Name: n.Name}
	text, ok := n.In("policy").Text()
	if !ok {
		d.Unknown = in.Graph.WhyUnknown(n, "policy")
		return d
	}
	policy, err := parse(text)
	if err != nil {
		d.Malformed = err.Error()
		return d
	}
	d.Text, d.Policy = text, policy
	return d
}
