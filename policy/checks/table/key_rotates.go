package table

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-009", Slug: "key-rotates",
	Title:    "A key that the stack makes for its tables is rotated",
	Why:      "Rotation bounds how much a leaked key can decrypt. KMS keeps the old key material, so that nothing has to be encrypted again.",
	Fix:      "Set enableKeyRotation of the key.",
	Severity: rule.Medium, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_7"}, rule.SecurityHub: {"KMS.4"}, rule.Trivy: {"AWS-0065"}, rule.CDKNag: {"AwsSolutions-KMS5"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		var judged []*graph.Node
		for _, t := range in.Tables {
			key := in.KeyOf(t)
			if key == nil || key.Node == nil || key.Node.Type != graph.Key || slices.Contains(judged, key.Node) {
				continue
			}
			judged = append(judged, key.Node)
			findings = append(findings, rule.Require(in, key.Node, graph.Value.IsTrue, "the tables' key is not rotated", "enableKeyRotation")...)
		}
		return findings
	},
})
