package rule

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
)

var noAdmin = &Rule{
	ID: "LP-IAM-003", Slug: "no-administrator-policies",
	Title:    "No administrator's managed policy is attached in the stack",
	Why:      "A stack that serves an API has nothing to administer.",
	Fix:      "Detach the policy.",
	Severity: Critical, Level: Mandatory,
	MapsTo: map[string][]string{
		Checkov: {"CKV_AWS_274", "CKV2_AWS_56"}, CDKNag: {"AwsSolutions-IAM4"}, SecurityHub: {"IAM.1"},
	},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		check := func(n *graph.Node, arn string) {
			if iam.IsAdminPolicy(arn) {
				findings = append(findings, violated(n, "the managed policy %s is attached", arn))
			}
		}
		for _, r := range in.Roles {
			for _, a := range r.Managed {
				check(a.Node, a.ARN)
			}
			for _, why := range r.Unknown {
				findings = append(findings, undecided(r.Node, why))
			}
		}
		for _, n := range in.Graph.OfType(graph.UserPolicyAttachment, graph.GroupAttachment, graph.PolicyAttachment, graph.RolePolicyAttachment) {
			reference := in.Graph.Refer(n, "policyArn", graph.Policy)
			check(n, reference.Literal)
			if reference.Unknown != "" {
				findings = append(findings, undecided(n, reference.Unknown))
			}
		}
		return findings
	},
}
