package rule

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var noOrphans = &Rule{
	ID: "LP-ROLE-005", Slug: "no-orphans",
	Title:    "Every role that API Gateway may assume is used",
	Why:      "Anybody who may edit an integration can pick a role that waits for API Gateway.",
	Fix:      "Remove the role, or use it.",
	Severity: Medium, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, r := range in.Roles {
			if len(r.Integrations) > 0 || in.serves(r) {
				continue
			}
			switch {
			case r.Trust.Policy == nil:
				findings = append(findings, undecided(r.Node, "whether API Gateway may assume the role, which nothing uses, cannot be told: "+r.Trust.Why()))
			case trustsGateway(r):
				f := violated(r.Node, "API Gateway may assume %s, but no integration uses it", r.Name())
				findings = append(findings, f.counterexample("an integration with credentials %s would work", r.Name()))
			}
		}
		return findings
	},
}

// serves reports whether API Gateway uses a role for logs or for an authorizer.
func (in *Input) serves(r *model.Role) bool {
	for _, n := range in.Graph.OfType(graph.GatewayAccount, graph.Authorizer) {
		property := "cloudwatchRoleArn"
		if n.Type == graph.Authorizer {
			property = "authorizerCredentials"
		}
		if in.Graph.Refer(n, property, graph.Role).Node == r.Node {
			return true
		}
	}
	return false
}
