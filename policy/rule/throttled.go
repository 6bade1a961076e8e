package rule

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var throttled = &Rule{
	ID: "LP-STAGE-003", Slug: "throttled",
	Title:    "Every stage limits how many requests it lets through",
	Why:      "An on-demand table takes, and bills, whatever the account's limit lets through.",
	Fix:      "Give the stage MethodSettings for */* with a throttlingRateLimit and a throttlingBurstLimit above 0.",
	Severity: Medium, Level: Mandatory,
	MapsTo: map[string][]string{CDKNag: {"Serverless-APIGWDefaultThrottling"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		positive := func(v graph.Value) bool { n, ok := v.Number(); return ok && n > 0 }
		for _, s := range in.Stages {
			all := allMethods(s)
			if all == nil {
				findings = append(findings, violated(s.Node, "the stage does not limit requests").counterexample("it has no MethodSettings for */*"))
				continue
			}
			for _, n := range s.Settings {
				for _, property := range []string{"throttlingRateLimit", "throttlingBurstLimit"} {
					if n != all && n.In("settings", property).Absent() {
						continue // a single method inherits
					}
					findings = append(findings, in.require(n, positive, "the settings switch the limit on requests off", "settings", property)...)
				}
			}
		}
		return findings
	},
}

// allMethods are a stage's settings for all methods; nil when there are none.
func allMethods(s *model.Stage) *graph.Node {
	i := slices.IndexFunc(s.Settings, func(n *graph.Node) bool { return n.In("methodPath").TextOr("") == "*/*" })
	if i < 0 {
		return nil
	}
	return s.Settings[i]
}
