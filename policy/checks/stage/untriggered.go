package stage

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// frozen are the types of what else a deployment freezes of the API: its policy and, where the triggers are named
// digests, its models and validators, which methods' outputs say nothing of.
func frozen(because []string) []string {
	kinds := []string{graph.RestAPI, graph.RestAPIPolicy}
	if len(because) == 0 {
		kinds = append(kinds, graph.Model, graph.RequestValidator)
	}
	return kinds
}

// untriggered are the API's resources of these types that no trigger covers.
func untriggered(in *rule.Context, api *graph.Node, triggers graph.Value, because, kinds []string) []string {
	var missing []string
	for _, n := range in.Graph.OfType(kinds...) {
		if apiOf(in, n) != api || slices.Contains(because, n.URN) || n.In("policy").IsUnknown() {
			continue // LP-METH-005 reports a policy that is unknown
		}
		if n.Type == graph.RestAPI && n.In("policy").Absent() {
			continue
		}
		name, whole := triggerName(n)
		if !slices.ContainsFunc(triggers.Keys(), func(key string) bool {
			named := key == name || strings.HasSuffix(key, " "+name) || !whole && strings.HasPrefix(key, name)
			return named && covers(triggers.At(key), DigestOf(n))
		}) {
			missing = append(missing, name)
		}
	}
	return missing
}

// apiOf is the API that a resource is of.
func apiOf(in *rule.Context, n *graph.Node) *graph.Node {
	switch n.Type {
	case graph.RestAPI:
		return n
	case graph.RestAPIPolicy, graph.GatewayResponse:
		return in.Graph.Refer(n, "restApiId", graph.RestAPI).Node
	}
	return in.Graph.Refer(n, "restApi", graph.RestAPI).Node
}

// triggerName is the name of the trigger with a resource's digest. It is not whole while a part of it is unknown.
func triggerName(n *graph.Node) (name string, whole bool) {
	switch n.Type {
	case graph.RequestValidator:
		return "validator", true
	case graph.RestAPI, graph.RestAPIPolicy:
		return "policy", true
	case graph.GatewayResponse:
		kind, known := n.In("responseType").Text()
		return "gateway response " + kind, known
	}
	return n.Either("name").TextOr(n.Name), true
}
