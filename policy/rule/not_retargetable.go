package rule

import "strings"

var notRetargetable = &Rule{
	ID: "LP-INTG-003", Slug: "not-retargetable",
	Title: "Nothing in a request can turn it into another call",
	Why: "A mapping to the integration's headers can set X-Amz-Target, and $context.requestOverride can too: " +
		"the uri then no longer says which operation is called.",
	Fix:      "Remove requestParameters and requestOverride; a DynamoDB request is its body.",
	Severity: Critical, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			parameters := i.Node.In("requestParameters")
			if parameters.IsUnknown() {
				findings = append(findings, undecided(i.Node, in.Graph.WhyUnknown(i.Node, "requestParameters")))
			}
			for _, to := range parameters.Keys() {
				f := violated(i.Node, "%s maps something of the request to %s of the call to DynamoDB", i.Method.Route(), to)
				findings = append(findings, f.counterexample("requestParameters[%q] is %s", to, parameters.At(to).Show()))
			}
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				a := in.Flow(t)
				if a == nil {
					continue // LP-TMPL-001 reports a template that is unknown
				}
				for _, o := range a.Overrides {
					if strings.HasPrefix(o.Target, "$context.responseOverride") {
						continue
					}
					f := violated(i.Node, "the request template of %s overrides the call to DynamoDB", i.Method.Route())
					findings = append(findings, f.counterexample("%s", o.Target).at(a.Source, o.Line))
				}
			}
		}
		return findings
	},
}
