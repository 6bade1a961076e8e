package facts

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Fronts are the CloudFront distributions that have an API of the stack as an origin.
func Fronts(in *rule.Context) []*graph.Node {
	var all []*graph.Node
	for _, n := range in.Graph.OfType(graph.Distribution) {
		if servesAPI(in, n) {
			all = append(all, n)
		}
	}
	return all
}

func servesAPI(in *rule.Context, n *graph.Node) bool {
	for _, api := range in.Graph.OfType(graph.RestAPI, graph.Stage, graph.Deployment, graph.DomainName) {
		if slices.Contains(n.PropertyDependencies["origins"], api.URN) {
			return true
		}
	}
	return slices.ContainsFunc(n.In("origins").Items(), func(origin graph.Value) bool {
		name := origin.At("domainName").TextOr("")
		return strings.Contains(name, ".execute-api.") || name != "" && slices.ContainsFunc(in.Graph.OfType(graph.DomainName), func(d *graph.Node) bool {
			return d.In("domainName").TextOr("") == name
		})
	})
}

// AddsKey reports whether a distribution gives every request that it passes on an API key.
func AddsKey(n *graph.Node) bool {
	return slices.ContainsFunc(n.In("origins").Items(), func(origin graph.Value) bool {
		return slices.ContainsFunc(origin.At("customHeaders").Items(), func(header graph.Value) bool {
			return strings.EqualFold(header.At("name").TextOr(""), "x-api-key")
		})
	})
}

// KeyedProxies are methods that anyone may call and that pass requests on to an API Gateway with an API key of their own.
func KeyedProxies(in *rule.Context) []*model.Method {
	return rule.Once(in, keyedProxiesKey{}, func() []*model.Method { return keyedProxies(in) })
}

type keyedProxiesKey struct{}

func keyedProxies(in *rule.Context) []*model.Method {
	var all []*model.Method
	for _, m := range slices.Concat(in.Methods, in.Unrelated) {
		kind, known := m.Authorization()
		if required, _ := m.KeyRequired(); m.Integration == nil || m.Integration.Backend() != model.HTTP || required || known && kind != "NONE" {
			continue
		}
		if uri, known := m.Integration.Node.In("uri").Text(); known && !toAPI(in, uri) {
			continue
		}
		parameters := m.Integration.Node.In("requestParameters")
		if slices.ContainsFunc(parameters.Keys(), func(to string) bool {
			return strings.EqualFold(to, "integration.request.header.x-api-key") && !strings.HasPrefix(parameters.At(to).TextOr(""), "method.request.")
		}) {
			all = append(all, m)
		}
	}
	return all
}

// toAPI reports whether a URL may be one of an API Gateway.
func toAPI(in *rule.Context, url string) bool {
	return strings.Contains(url, ".execute-api.") || strings.Contains(url, "stageVariables.") || slices.ContainsFunc(in.Graph.OfType(graph.DomainName), func(d *graph.Node) bool {
		name := d.In("domainName").TextOr("")
		return name != "" && strings.Contains(url, name)
	})
}

// KeyFunction is a CloudFront function of a distribution whose code names the header of API keys; nil for none.
func KeyFunction(in *rule.Context, n *graph.Node) *graph.Node {
	var named func(v graph.Value, arn string) bool
	named = func(v graph.Value, arn string) bool {
		return strings.HasSuffix(v.TextOr(""), arn) || slices.ContainsFunc(v.Items(), func(item graph.Value) bool { return named(item, arn) }) ||
			slices.ContainsFunc(v.Keys(), func(key string) bool { return named(v.At(key), arn) })
	}
	for _, f := range in.Graph.OfType(graph.EdgeFunction) {
		if !strings.Contains(strings.ToLower(f.In("code").TextOr("")), "x-api-key") {
			continue
		}
		for _, property := range []string{"defaultCacheBehavior", "orderedCacheBehaviors"} {
			if slices.Contains(n.PropertyDependencies[property], f.URN) || named(n.In(property), ":function/"+f.Either("name").TextOr("?")) {
				return f
			}
		}
	}
	return nil
}
