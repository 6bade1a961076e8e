package document

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-IAM-003", Slug: "no-administrator-policies",
	Title:    "No administrator policy is attached in the stack",
	Why:      "A stack that serves an API needs no administrator.",
	Fix:      "Detach the policy.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_274", "CKV2_AWS_56"}, rule.CDKNag: {"AwsSolutions-IAM4"}, rule.SecurityHub: {"IAM.1"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		check := func(n *graph.Node, arn string) {
			if iam.IsAdminPolicy(arn) {
				findings = append(findings, rule.Violated(n, "the managed policy %s is attached", arn))
			}
		}
		for _, p := range in.Principals() {
			for _, a := range p.Managed {
				check(a.Node, a.ARN)
			}
			for _, why := range p.Unknown {
				if r := in.Role(p.Node); r == nil || len(r.Integrations) == 0 { // LP-ROLE-001 reports methods' roles
					findings = append(findings, rule.Undecided(p.Node, why))
				}
			}
		}
		return findings
	},
})
