package rule

import (
	"lambdaless/policy/graph"
)

var cacheEncrypted = &Rule{
	ID: "LP-STAGE-005", Slug: "cache-encrypted",
	Title:    "A stage's cache is encrypted, and clients cannot empty it",
	Why:      "The cache holds answers in plain text unless told otherwise, and by default any client may have entries dropped.",
	Fix:      "Set cacheDataEncrypted and requireAuthorizationForCacheControl in the MethodSettings.",
	Severity: Medium, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV_AWS_308"}, Trivy: {"AWS-0002"}, SecurityHub: {"APIGateway.5"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, s := range in.Stages {
			clustered := s.Node.In("cacheClusterEnabled")
			if clustered.IsUnknown() {
				findings = append(findings, undecided(s.Node, in.Graph.WhyUnknown(s.Node, "cacheClusterEnabled")))
				continue
			}
			for _, n := range s.Settings {
				// Where the settings do not say, the cluster's cache is used if there is one.
				caching := n.In("settings", "cachingEnabled")
				if caching.Absent() {
					caching = clustered
				}
				if !caching.IsTrue() && !caching.IsUnknown() {
					continue
				}
				findings = append(findings, in.require(n, graph.Value.IsTrue, "the cache is not encrypted", "settings", "cacheDataEncrypted")...)
				findings = append(findings, in.require(n, graph.Value.IsTrue, "any client may empty the cache", "settings", "requireAuthorizationForCacheControl")...)
			}
			if clustered.IsTrue() && allMethods(s) == nil {
				findings = append(findings, violated(s.Node, "the stage has a cache and no MethodSettings for */* that encrypt it"))
			}
		}
		return findings
	},
}
