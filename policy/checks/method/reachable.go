package method

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// reachable judges whether requests reach the APIs of the stack at all, before any resource policy is asked.
func reachable(in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	for _, api := range in.Graph.OfType(graph.RestAPI) {
		if !slices.ContainsFunc(in.Methods, func(m *model.Method) bool { return m.API == api }) {
			continue
		}
		endpoint := api.In("endpointConfiguration", "types")
		if endpoint.TextOr("") == "PRIVATE" && !hasPolicy(in, api) {
			// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html
			findings = append(findings, rule.Violated(api, "no request reaches the API: it is private and has no resource policy").
				Counter("API Gateway refuses the deployment of a private API without a policy").
				Remedy("give the API a policy that allows execute-api:Invoke to the VPC endpoint, or another endpoint type"))
		}
		if api.In("disableExecuteApiEndpoint").IsTrue() && !mapped(in, api) {
			findings = append(findings, rule.Undecided(api, "whether requests reach the API is unknown: its own address is switched off, and no domain name of the stack leads to it").
				Remedy("define the BasePathMapping in this stack, or leave disableExecuteApiEndpoint unset"))
		}
	}
	for _, n := range in.Graph.OfType(graph.WebACLAssociation) {
		stage := in.Graph.Refer(n, "resourceArn", graph.Stage).Node
		acl := in.Graph.Refer(n, "webAclArn", graph.WebACL).Node
		if acl != nil && slices.ContainsFunc(in.Stages, func(s *model.Stage) bool { return s.Node == stage }) && blocksAll(acl) {
			findings = append(findings, rule.Violated(acl, "no request reaches the API: its firewall blocks everything").
				Counter("defaultAction is block, and no rule allows a request").Remedy("set defaultAction to allow, or add a rule that allows what is meant"))
		}
	}
	return findings
}

func hasPolicy(in *rule.Context, api *graph.Node) bool {
	return !api.In("policy").Absent() || slices.ContainsFunc(in.Graph.OfType(graph.RestAPIPolicy), func(n *graph.Node) bool {
		return in.Graph.Refer(n, "restApiId", graph.RestAPI).Node == api
	})
}

func mapped(in *rule.Context, api *graph.Node) bool {
	return slices.ContainsFunc(in.Graph.OfType(graph.BasePathMapping), func(n *graph.Node) bool {
		return in.Graph.Refer(n, "restApi", graph.RestAPI).Node == api
	})
}

// blocksAll reports whether a web ACL blocks what no rule allows, and no rule allows anything. A rule group that
// is defined elsewhere may.
func blocksAll(acl *graph.Node) bool {
	if acl.In("defaultAction", "block").Absent() || acl.In("defaultAction", "block").IsUnknown() || acl.In("rules").HasUnknown() {
		return false
	}
	return !slices.ContainsFunc(acl.In("rules").Items(), func(r graph.Value) bool {
		return !r.At("action", "allow").Absent() || !r.At("statement", "ruleGroupReferenceStatement").Absent()
	})
}
