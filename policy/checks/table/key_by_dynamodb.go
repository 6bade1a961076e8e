package table

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-005", Slug: "key-only-by-dynamodb",
	Title:    "A method's role can use the table's key only through DynamoDB",
	Why:      "With an unconditional kms:Decrypt the role can decrypt anything else that is encrypted with the key.",
	Fix:      `Add the condition {"StringEquals": {"kms:ViaService": "dynamodb.<region>.amazonaws.com"}} to the statement.`,
	Severity: rule.Medium, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.SecurityHub: {"KMS.2"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			needs := facts.NeedsOf(in, i)
			if i.Role == nil || len(needs.Keys) == 0 {
				continue
			}
			p, _ := facts.Permissions(in, i.Role, i.URI.Partition) // LP-ROLE-001 reports what of them is unknown
			for _, key := range needs.Keys {
				for _, via := range []string{"", "s3." + i.URI.Region + ".amazonaws.com"} {
					context := facts.KeyContext(in, i, p.Principal)
					if context["kms:ViaService"] = []string{via}; via == "" {
						delete(context, "kms:ViaService")
					}
					d := p.Evaluate(iam.Request{Action: "kms:Decrypt", Resource: key.ARN, Context: context})
					if d.Allowed {
						f := rule.Violated(facts.Blame(in, i.Role, d.Policy), "%s may decrypt with the table's key outside of DynamoDB", i.Role.Name())
						findings = append(findings, f.Counter("%s", d.Statement))
						break
					}
				}
			}
		}
		return findings
	},
})
