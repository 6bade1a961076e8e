package stage

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// cachesWithoutCaller are CloudFront's managed cache policies that keep answers, and by which the header
// Authorization is not part of the key; forwardsCaller are the managed origin request policies that pass it on all the same
// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html,
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html).
var (
	cachesWithoutCaller = []string{"658327ea-f89d-4fab-a63d-7e88639e58f6", "b2884449-e4de-46a7-ac36-70bc7f1ddd6d"}
	forwardsCaller      = []string{"216adef6-5c7f-47e4-b989-5492eafa07d3", "b689b0a8-53d0-40ab-baf2-68738e2966ac", "33f36d7e-f396-46d9-90e0-52428a34d9dc"}
)

// frontCaches judges distributions in front of the API that keep what one caller was answered for all others.
func frontCaches(in *rule.Context) []rule.Finding {
	i := slices.IndexFunc(in.Methods, func(m *model.Method) bool {
		kind, known := m.Authorization()
		return m.Verb == "GET" && known && kind != "NONE"
	})
	if i < 0 {
		return nil
	}
	var findings []rule.Finding
	for _, n := range facts.Fronts(in) {
		for _, b := range slices.Concat([]graph.Value{n.In("defaultCacheBehavior")}, n.In("orderedCacheBehaviors").Items()) {
			cache, forward := b.At("cachePolicyId").TextOr(""), b.At("originRequestPolicyId").TextOr("")
			if toAPI(n, b.At("targetOriginId").TextOr("")) && slices.Contains(cachesWithoutCaller, cache) && slices.Contains(forwardsCaller, forward) {
				findings = append(findings, rule.Violated(n, "%s gives one caller of %s what another was answered: it caches for all callers", n.Short(), in.Methods[i].Route()).
					Counter("cachePolicyId %q has no Authorization in its key, and originRequestPolicyId %q passes it on", cache, forward).
					Remedy("use the cache policy CachingDisabled (4135ea2d-6df8-44a3-9df3-4b5a84be39ad) for the API"))
			}
		}
	}
	return findings
}

// toAPI reports whether an origin of a distribution in front of the API is the API: by its name, or as the only one.
func toAPI(n *graph.Node, id string) bool {
	origins := n.In("origins").Items()
	return len(origins) == 1 || slices.ContainsFunc(origins, func(origin graph.Value) bool {
		return origin.At("originId").TextOr("") == id && strings.Contains(origin.At("domainName").TextOr(""), ".execute-api.")
	})
}
