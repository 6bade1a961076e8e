package role

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// publicFunctions judges functions whose roles reach the API's data: who can invoke one reaches the data too, by code
// that the pack does not read. A function URL without authorization and a permission for anyone or another account
// let strangers in, and so does an open route of another API (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html).
func publicFunctions(in *rule.Context, assets *facts.Assets) []rule.Finding {
	reached := reachingFunctions(in, assets)
	if len(reached) == 0 {
		return nil
	}
	var findings []rule.Finding
	judge := func(opening *graph.Node, property, who, unknown string) {
		f := functionOf(in, opening, property)
		reach, ok := reached[f]
		switch {
		case !ok:
		case unknown != "":
			findings = append(findings, rule.Undecided(opening, unknown))
		case who != "":
			findings = append(findings, rule.Violated(opening, "%s can invoke %s, whose role reaches the API's data", who, f.Short()).
				Counter("the function may %s", reach).
				Remedy("give the function a URL with the authorizationType AWS_IAM, or permit one service, with its sourceArn, or one role of the account to invoke it"))
		}
	}
	for _, url := range in.Graph.OfType(graph.FunctionURL) {
		switch kind := url.In("authorizationType"); {
		case kind.IsUnknown():
			judge(url, "functionName", "", in.Graph.WhyUnknown(url, "authorizationType"))
		case kind.TextOr("") != "AWS_IAM":
			judge(url, "functionName", "anyone", "")
		}
	}
	for _, permission := range in.Graph.OfType(graph.FunctionPermission) {
		principal, known := permission.In("principal").Text()
		switch {
		case !known:
			judge(permission, "function", "", in.Graph.WhyUnknown(permission, "principal"))
		case principal == "*" && permission.In("sourceAccount").TextOr("") != in.Account():
			judge(permission, "function", "anyone", "")
		case confused(permission, principal):
			judge(permission, "function", "every account, by "+principal+",", "")
		case foreignARN(in, principal):
			judge(permission, "function", "the account "+facts.AccountOf(principal), "")
		case foreignSource(in, permission) != "":
			judge(permission, "function", "the account "+foreignSource(in, permission)+", by "+principal+",", "")
		}
	}
	for _, f := range in.Graph.OfType(graph.Function) {
		reach, ok := reached[f]
		if !ok {
			continue
		}
		if route := openRoute(in, f); route != nil {
			findings = append(findings, rule.Violated(route, "anyone can invoke %s by %s, and its role reaches the API's data", f.Short(), route.Short()).
				Counter("the function may %s", reach).Remedy("ask for a login or a key, or take the permission from the function's role"))
		}
	}
	return findings
}

// onBehalf are services that invoke a function for resources of any account that names it.
var onBehalf = []string{
	"s3.amazonaws.com", "sns.amazonaws.com", "apigateway.amazonaws.com", "iot.amazonaws.com", "vpc-lattice.amazonaws.com", "ses.amazonaws.com",
	"cognito-idp.amazonaws.com", "bedrock.amazonaws.com", "lexv2.amazonaws.com", "connect.amazonaws.com", "config.amazonaws.com",
}

// reachingFunctions are the functions whose roles reach the API's data, each with an example of what it may do.
func reachingFunctions(in *rule.Context, assets *facts.Assets) map[*graph.Node]string {
	reaching, reached := reachingRoles(in, assets), map[*graph.Node]string{}
	for _, f := range in.Graph.OfType(graph.Function) {
		switch r := in.Role(in.Graph.Refer(f, "role", graph.Role).Node); {
		case r == nil:
		case len(r.Integrations) > 0: // LP-ROLE-003 reports a method's role that a function has too
			if reach := assets.Reach(&r.Principal); len(reach) > 0 {
				reached[f] = reach[0]
			}
		case reaching[r] != "":
			reached[f] = reaching[r]
		}
	}
	return reached
}

// confused reports whether a permission is for a service on behalf of any account, and names no source: every
// account's buckets, topics, APIs and rules can name the function
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
func confused(permission *graph.Node, principal string) bool {
	if !slices.Contains(onBehalf, principal) {
		return false
	}
	return !slices.ContainsFunc([]string{"sourceArn", "sourceAccount", "principalOrgId"}, func(property string) bool {
		return !permission.In(property).Absent()
	})
}

// foreignSource is the other account for whose resources a service may invoke a function; empty for none.
func foreignSource(in *rule.Context, permission *graph.Node) string {
	for _, property := range []string{"sourceArn", "sourceAccount"} {
		if source := permission.In(property).TextOr(""); foreignARN(in, source) {
			return facts.AccountOf(source)
		}
	}
	return ""
}

// functionOf is the function that a property names: by reference, by an alias, by its name or by its ARN, with or without a version.
func functionOf(in *rule.Context, n *graph.Node, property string) *graph.Node {
	if f := in.Graph.Refer(n, property, graph.Function).Node; f != nil {
		return f
	}
	if alias := in.Graph.Refer(n, property, graph.FunctionAlias).Node; alias != nil && alias != n {
		return functionOf(in, alias, "functionName")
	}
	text, _ := n.In(property).Text()
	if _, after, ok := strings.Cut(text, ":function:"); ok {
		text = after
	}
	name, _, _ := strings.Cut(text, ":")
	for _, f := range in.Graph.OfType(graph.Function) {
		if name != "" && f.Either("name").TextOr("") == name {
			return f
		}
	}
	return nil
}
