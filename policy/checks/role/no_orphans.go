package role

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var noOrphans = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-005", Slug: "no-orphans",
	Title:    "Every role that API Gateway may assume is used",
	Why:      "Anyone who can edit an integration can pick an unused role that trusts API Gateway.",
	Fix:      "Remove the role, or use it.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, r := range in.Roles {
			if len(r.Integrations) > 0 || serves(in, r) {
				continue
			}
			switch {
			case r.Trust.Policy == nil:
				findings = append(findings, rule.Undecided(r.Node, "whether API Gateway may assume the role, which nothing uses, cannot be told: "+r.Trust.Why()))
			case trustsGateway(r):
				f := rule.Violated(r.Node, "API Gateway may assume %s, but no integration uses it", r.Name())
				findings = append(findings, f.Counter("an integration with credentials %s would work", r.Name()))
			}
		}
		return findings
	},
})

// serves reports whether API Gateway uses a role for logs or for an authorizer.
func serves(in *rule.Context, r *model.Role) bool {
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
