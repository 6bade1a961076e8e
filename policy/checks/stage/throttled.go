package stage

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-003", Slug: "throttled",
	Title:    "Every stage throttles requests",
	Why:      "An on-demand table serves, and bills, everything below the account's limit.",
	Fix:      "Give the stage MethodSettings for */* with a throttlingRateLimit and a throttlingBurstLimit above 0.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Config: []string{"throttleRateLimit", "throttleBurstLimit"},
	MapsTo: map[string][]string{rule.CDKNag: {"Serverless-APIGWDefaultThrottling"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		positive := func(v graph.Value) bool { n, ok := v.Number(); return ok && n > 0 }
		for _, s := range in.Stages {
			if allMethods(s) == nil {
				findings = append(findings, rule.Violated(s.Node, "the stage does not limit requests").Counter("it has no MethodSettings for */*"))
				continue
			}
			// A method's own settings replace those for all: what they leave out is no limit (-1, the provider's
			// default: https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/methodsettings/).
			for _, n := range s.Settings {
				for _, property := range []string{"throttlingRateLimit", "throttlingBurstLimit"} {
					findings = append(findings, rule.Require(in, n, positive, "the settings switch the limit on requests off", "settings", property)...)
				}
			}
		}
		return findings
	},
})

// allMethods are a stage's settings for all methods; nil when there are none.
func allMethods(s *model.Stage) *graph.Node {
	i := slices.IndexFunc(s.Settings, func(n *graph.Node) bool { return n.In("methodPath").TextOr("") == "*/*" })
	if i < 0 {
		return nil
	}
	return s.Settings[i]
}
