package stage

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-005", Slug: "cache-encrypted",
	Title:    "A stage's cache is encrypted, and clients cannot invalidate it",
	Why:      "By default the cache stores responses unencrypted, and any client can invalidate entries.",
	Fix:      "Set cacheDataEncrypted and requireAuthorizationForCacheControl in the MethodSettings.",
	Severity: rule.Medium, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_308"}, rule.Trivy: {"AWS-0002"}, rule.SecurityHub: {"APIGateway.5"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			clustered := s.Node.In("cacheClusterEnabled")
			if clustered.IsUnknown() {
				findings = append(findings, rule.Undecided(s.Node, in.Graph.WhyUnknown(s.Node, "cacheClusterEnabled")))
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
				findings = append(findings, rule.Require(in, n, graph.Value.IsTrue, "the cache is not encrypted", "settings", "cacheDataEncrypted")...)
				findings = append(findings, rule.Require(in, n, graph.Value.IsTrue, "any client may empty the cache", "settings", "requireAuthorizationForCacheControl")...)
			}
			if clustered.IsTrue() && allMethods(s) == nil {
				findings = append(findings, rule.Violated(s.Node, "the stage has a cache and no MethodSettings for */* that encrypt it"))
			}
		}
		return findings
	},
})
