package rule

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var oneRoleOneMethod = &Rule{
	ID: "LP-ROLE-003", Slug: "one-role-one-method",
	Title:    "A method's role belongs to that method alone",
	Why:      "A shared role can do what all of its methods do together: whoever gets past the template of one gets the others.",
	Fix:      "Give every method a role of its own.",
	Severity: High, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		outside := map[string]*model.Integration{} // by the role's ARN
		for _, i := range in.integrations() {
			switch c := i.Credentials; {
			case c.Unknown != "":
				findings = append(findings, undecided(i.Node, "whether "+i.Method.Route()+" shares its role cannot be told: "+c.Unknown))
			case c.Outside() && outside[c.Literal] != nil:
				findings = append(findings, violated(i.Node, "%s and %s share the role %s", i.Method.Route(), outside[c.Literal].Method.Route(), c.Literal))
			case c.Outside():
				outside[c.Literal] = i
			}
		}
		for _, r := range in.Roles {
			if len(r.Integrations) == 0 {
				continue
			}
			if len(r.Integrations) > 1 {
				f := violated(r.Node, "%s is the role of %d methods: %s", r.Name(), len(r.Integrations), strings.Join(routes(r), ", "))
				findings = append(findings, f.counterexample("%s could do what %s does", r.Integrations[0].Method.Route(), r.Integrations[1].Method.Route()))
			}
			for _, n := range in.otherUsers(r) {
				findings = append(findings, violated(r.Node, "%s is the role of %s and is used by %s as well", r.Name(), routes(r)[0], n.Title()))
			}
		}
		return findings
	},
}

func routes(r *model.Role) []string {
	var all []string
	for _, i := range r.Integrations {
		all = append(all, i.Method.Route())
	}
	slices.Sort(all)
	return all
}

// policyTypes depend on a role because they say what it may do.
var policyTypes = []string{graph.RolePolicy, graph.RolePolicyAttachment, graph.PolicyAttachment, graph.Integration, graph.TableResourcePolicy, graph.Key}

// otherUsers are the resources, besides integrations, to which a role is handed.
func (in *Input) otherUsers(r *model.Role) []*graph.Node {
	var users []*graph.Node
	for _, n := range in.Graph.Dependents(r.Node) {
		if strings.HasPrefix(n.Type, "aws:") && !slices.Contains(policyTypes, n.Type) {
			users = append(users, n)
		}
	}
	return users
}
