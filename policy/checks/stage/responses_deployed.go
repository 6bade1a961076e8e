package stage

import (
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// Advisory, since most programs do without such triggers, and what a gateway response may repeat is judged by
// LP-INTG-005 whenever it is deployed.
var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-008", Slug: "responses-deployed",
	Title: "A change of a gateway response makes a new deployment",
	Why:   "A stage answers with the gateway responses that its deployment has copied. Without a trigger a changed one is served only after something else has changed.",
	Fix: "Compute a trigger of the deployment from the gateway response's outputs, or add one named after its type, such as `gateway response DEFAULT_4XX`, " +
		"with its digest (docs/policy.md, Triggers).",
	Severity: rule.Low, Level: rule.Advisory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			d := in.Graph.Refer(s.Node, "deployment", graph.Deployment).Node
			if d == nil || s.API == nil || d.In("triggers").Absent() {
				continue // LP-STAGE-007 says so
			}
			missing := untriggered(in, s.API, d.In("triggers"), d.PropertyDependencies["triggers"], []string{graph.GatewayResponse})
			if len(missing) > 0 {
				findings = append(findings, rule.Undecided(d, "whether a change of "+strings.Join(missing[:min(3, len(missing))], ", ")+" makes a new deployment is unknown: no trigger is computed from it"))
			}
		}
		return findings
	},
})
