package role

import (
	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-005", Slug: "no-orphans",
	Title:    "Every role that API Gateway may assume is used",
	Why:      "Anyone who can edit an integration can pick an unused role that trusts API Gateway.",
	Fix:      "Remove the role, or use it.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, r := range in.Roles {
			if len(r.Integrations) > 0 || facts.ServiceRole(in, r) != "" {
				continue
			}
			switch {
			case r.Trust.Malformed != "": // LP-ROLE-008 reports it
			case r.Trust.Policy == nil:
				findings = append(findings, rule.Undecided(r.Node, "whether API Gateway may assume the role, which nothing uses, cannot be determined: "+r.Trust.Why()))
			case trustsGateway(r):
				f := rule.Violated(r.Node, "API Gateway may assume %s, but no integration uses it", r.Name())
				findings = append(findings, f.Counter("an integration with credentials %s would work", r.Name()))
			}
		}
		return findings
	},
})
