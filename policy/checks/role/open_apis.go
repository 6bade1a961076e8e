package role

import (
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// keyedGraph is the stack's GraphQL API that an API key opens, which every client of it has; nil if there is none
// (https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html).
func keyedGraph(in *rule.Context) *graph.Node {
	for _, n := range in.Graph.OfType(graph.GraphQLAPI) {
		if n.In("authenticationType").TextOr("") == "API_KEY" {
			return n
		}
		for _, more := range n.In("additionalAuthenticationProviders").Items() {
			if more.At("authenticationType").TextOr("") == "API_KEY" {
				return n
			}
		}
	}
	return nil
}

// openRoute is a route of another API or a load balancer of the stack that calls a function for clients without a login or a key; nil
// if there is none. Methods of the API itself are judged by LP-METH-001.
func openRoute(in *rule.Context, function *graph.Node) *graph.Node {
	calls := func(n *graph.Node, property string) bool {
		name := function.Either("name").TextOr("")
		return functionOf(in, n, property) == function ||
			name != "" && strings.Contains(n.In(property).TextOr("")+"/", ":function:"+name+"/")
	}
	for _, m := range in.Unrelated {
		kind, _ := m.Authorization()
		keyed, _ := m.KeyRequired()
		if m.Integration != nil && calls(m.Integration.Node, "uri") && kind == "NONE" && !keyed {
			return m.Node
		}
	}
	// An API that is made with a target has a route for every request, without authorization
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html#http-api-examples).
	for _, api := range in.Graph.OfType("aws:apigatewayv2/api:Api") {
		if calls(api, "target") {
			return api
		}
	}
	// Whoever reaches a load balancer reaches the functions behind it.
	for _, target := range in.Graph.OfType("aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:alb/targetGroupAttachment:TargetGroupAttachment") {
		if calls(target, "targetId") {
			return target
		}
	}
	if keyedGraph(in) != nil {
		for _, source := range in.Graph.OfType("aws:appsync/dataSource:DataSource") {
			arn := source.In("lambdaConfig", "functionArn")
			if in.Graph.ReferValue(source, "lambdaConfig", arn, graph.Function).Node == function ||
				strings.HasSuffix(arn.TextOr(""), ":function:"+function.Either("name").TextOr("?")) {
				return source
			}
		}
	}
	for _, route := range in.Graph.OfType(graph.HTTPRoute) {
		to := in.Graph.Refer(route, "target", graph.HTTPIntegration).Node
		if to != nil && calls(to, "integrationUri") && route.In("authorizationType").TextOr("NONE") == "NONE" {
			return route
		}
	}
	return nil
}
