package table

import (
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-001", Slug: "encrypted",
	Title: "Every table is encrypted with a KMS key",
	Why: "DynamoDB always encrypts, but by default with a key whose use is not logged. With a KMS key CloudTrail shows each use, " +
		"and with a customer managed key access can be revoked. With a key that is disabled, or not symmetric, DynamoDB refuses every request.",
	Fix:      "Set serverSideEncryption.enabled; with the setting requireCustomerKey set serverSideEncryption.kmsKeyArn too.",
	Severity: rule.High, Level: rule.Mandatory,
	Config: []string{"tableKmsKeyArn"},
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_119"}, rule.Trivy: {"AWS-0025"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, t := range in.Tables {
			findings = append(findings, rule.Require(in, t.Node, graph.Value.IsTrue, "the table is not encrypted with a KMS key", "serverSideEncryption", "enabled")...)
			findings = append(findings, usable(in, t.Node)...)
			if in.Settings.RequireCustomerKey {
				some := func(v graph.Value) bool { return v.TextOr("") != "" }
				findings = append(findings, rule.Require(in, t.Node, some, "the table is not encrypted with a customer managed key", "serverSideEncryption", "kmsKeyArn")...)
			}
		}
		return findings
	},
})

// usable judges a key of the stack with which DynamoDB can encrypt nothing: then every request is refused
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
func usable(in *rule.Context, table *graph.Node) []rule.Finding {
	findings := replicaKeys(in, table)
	key := in.Graph.ReferValue(table, "serverSideEncryption", table.In("serverSideEncryption", "kmsKeyArn"), graph.Key).Node
	if key == nil {
		return findings
	}
	if at, its := model.PlaceOf(key).Region, model.PlaceOf(table).Region; at != "" && its != "" && at != its {
		findings = append(findings, rule.Violated(key, "DynamoDB cannot encrypt %s with its key, which is in another region", table.Name).
			Counter("the key is in %s, the table in %s", at, its))
	}
	enabled, known := key.In("isEnabled").Flag()
	if known && !enabled && !key.In("isEnabled").Absent() {
		findings = append(findings, rule.Violated(key, "the key of %s is disabled: DynamoDB refuses every request", table.Name).Counter("isEnabled is false"))
	}
	for property, usual := range map[string]string{"keyUsage": "ENCRYPT_DECRYPT", "customerMasterKeySpec": "SYMMETRIC_DEFAULT"} {
		if v := key.In(property); v.TextOr(usual) != usual {
			findings = append(findings, rule.Violated(key, "DynamoDB cannot encrypt %s with its key", table.Name).
				Counter("%s is %s", property, v.Show()).Remedy("use a symmetric key that encrypts and decrypts"))
		}
	}
	return findings
}

// replicaKeys judges the keys of a table's replicas: who has the key of one, has its items.
func replicaKeys(in *rule.Context, table *graph.Node) []rule.Finding {
	var findings []rule.Finding
	for i, replica := range table.In("replicas").Items() {
		key, region := replica.At("kmsKeyArn").TextOr(""), replica.At("regionName").TextOr("")
		owner := facts.AccountOf(key)
		foreign := owner != "" && in.Account() != "" && owner != in.Account()
		if away := region != "" && strings.HasPrefix(key, "arn:") && !strings.Contains(key, ":kms:"+region+":"); foreign || away {
			findings = append(findings, rule.Violated(table, "the replica in %s is encrypted with a key of another account or region", region).
				Counter("replicas[%d].kmsKeyArn is %q", i, key))
		}
	}
	return findings
}
