package rule

import "lambdaless/policy/graph"

var tableEncrypted = &Rule{
	ID: "LP-TABLE-001", Slug: "encrypted",
	Title: "Every table is encrypted with a KMS key",
	Why: "DynamoDB always encrypts, but with a key that nobody sees used. Under a KMS key CloudTrail shows each use, " +
		"and under one's own key access can be taken away.",
	Fix:      "Set serverSideEncryption.enabled; with the setting requireCustomerKey set serverSideEncryption.kmsKeyArn too.",
	Severity: High, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV_AWS_119"}, Trivy: {"AWS-0025"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, t := range in.Tables {
			findings = append(findings, in.require(t.Node, graph.Value.IsTrue, "the table is not encrypted with a KMS key", "serverSideEncryption", "enabled")...)
			if in.Settings.RequireCustomerKey {
				some := func(v graph.Value) bool { return v.TextOr("") != "" }
				findings = append(findings, in.require(t.Node, some, "the table is not encrypted with a key of one's own", "serverSideEncryption", "kmsKeyArn")...)
			}
		}
		return findings
	},
}
