package integration

import (
	"strings"

	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-INTG-003", Slug: "not-retargetable",
	Title: "Request data cannot change which DynamoDB operation is called",
	Why: "A mapping to the integration's headers can set X-Amz-Target, and $context.requestOverride can too: " +
		"the uri then no longer says which operation is called.",
	Fix:      "Remove requestParameters and requestOverride; a DynamoDB request is its body.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			parameters := i.Node.In("requestParameters")
			if parameters.IsUnknown() {
				findings = append(findings, rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Node, "requestParameters")))
			}
			for _, to := range parameters.Keys() {
				f := rule.Violated(i.Node, "%s maps something of the request to %s of the call to DynamoDB", i.Method.Route(), to)
				findings = append(findings, f.Counter("requestParameters[%q] is %s", to, parameters.At(to).Show()))
			}
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				a := in.Flow(t)
				if a == nil {
					continue // LP-TMPL-006 reports a template that is unknown
				}
				for _, o := range a.Overrides {
					if strings.HasPrefix(o.Target, "$context.responseOverride") {
						continue
					}
					f := rule.Violated(i.Node, "the request template of %s overrides the call to DynamoDB", i.Method.Route())
					findings = append(findings, f.Counter("%s", o.Target).At(a.Source, o.Line))
				}
			}
		}
		return findings
	},
})
