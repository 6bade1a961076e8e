package rule

import (
	"lambdaless/internal/iam"
)

var keyByDynamoDB = &Rule{
	ID: "LP-TABLE-005", Slug: "key-only-by-dynamodb",
	Title:    "A method's role may use the table's key only by way of DynamoDB",
	Why:      "With kms:Decrypt alone the role could decrypt whatever else is under the key.",
	Fix:      `Add the condition {"StringEquals": {"kms:ViaService": "dynamodb.<region>.amazonaws.com"}} to the statement.`,
	Severity: Medium, Level: Mandatory,
	MapsTo: map[string][]string{SecurityHub: {"KMS.2"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			needs := in.Needs(i)
			if i.Role == nil || len(needs.Keys) == 0 {
				continue
			}
			p, unknown := in.permissions(i.Role, i.URI.Partition)
			findings = append(findings, unknown...)
			for _, key := range needs.Keys {
				for _, via := range []map[string][]string{nil, {"kms:ViaService": {"s3." + i.URI.Region + ".amazonaws.com"}}} {
					d := p.Evaluate(iam.Request{Action: "kms:Decrypt", Resource: key, Context: via})
					if d.Allowed {
						f := violated(in.blame(i.Role, d.Policy), "%s may decrypt with the table's key outside of DynamoDB", i.Role.Name())
						findings = append(findings, f.counterexample("%s", d.Statement))
						break
					}
				}
			}
		}
		return findings
	},
}
