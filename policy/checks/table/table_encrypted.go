package table

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-001", Slug: "encrypted",
	Title: "Every table is encrypted with a KMS key",
	Why: "DynamoDB always encrypts, but by default with a key whose use is not logged. With a KMS key CloudTrail shows each use, " +
		"and with a customer managed key access can be revoked.",
	Fix:      "Set serverSideEncryption.enabled; with the setting requireCustomerKey set serverSideEncryption.kmsKeyArn too.",
	Severity: rule.High, Level: rule.Mandatory,
	Config: []string{"tableKmsKeyArn"},
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_119"}, rule.Trivy: {"AWS-0025"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, t := range in.Tables {
			findings = append(findings, rule.Require(in, t.Node, graph.Value.IsTrue, "the table is not encrypted with a KMS key", "serverSideEncryption", "enabled")...)
			if in.Settings.RequireCustomerKey {
				some := func(v graph.Value) bool { return v.TextOr("") != "" }
				findings = append(findings, rule.Require(in, t.Node, some, "the table is not encrypted with a key of one's own", "serverSideEncryption", "kmsKeyArn")...)
			}
		}
		return findings
	},
})
