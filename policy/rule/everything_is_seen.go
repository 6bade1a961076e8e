package rule

import (
	"strings"

	"lambdaless/policy/graph"
)

var everythingIsSeen = &Rule{
	ID: "LP-PACK-002", Slug: "everything-is-seen",
	Title:    "Every resource is seen by the pack, and belongs to something",
	Why:      "What a proof does not see, it does not prove. A policy whose role cannot be told could belong to any role.",
	Fix:      "Leave the policy lp-pack-000-settings on, update without --target, and define permissions and APIs with resources of the aws provider.",
	Severity: Critical, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, n := range in.Graph.Nodes {
			switch {
			case strings.HasPrefix(n.Type, "aws:") && !n.Recorded:
				findings = append(findings, undecided(n, in.Graph.WhyUnknown(n, "")).fix("leave the policy lp-pack-000-settings on and update without --target"))
			case opaque(n.Type):
				findings = append(findings, undecided(n, "the pack cannot read resources of this type, which may hold permissions or methods").
					fix("use the resource of the aws provider (pulumi-aws) for it"))
			case n.Type == graph.RestAPI && !n.In("body").Absent():
				findings = append(findings, undecided(n, "the API is defined by an OpenAPI body, in which the pack does not look for integrations").
					fix("define the methods with aws:apigateway resources"))
			}
		}
		for _, s := range append(in.Strays, in.Loose...) {
			findings = append(findings, undecided(s.Node, "it cannot be told what it belongs to: "+s.Why))
		}
		return findings
	},
}

// opaque tells the types that define IAM or API Gateway resources in a language that the pack does
// not read.
func opaque(kind string) bool {
	for _, prefix := range []string{
		"aws-native:iam:", "aws-native:apigateway:", "aws-native:dynamodb:", "aws-native:cloudformation:",
		"aws:cloudformation/stack:", "aws:cloudformation/stackSet:", "aws:cloudcontrol/", "aws:apigatewayv2/",
	} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}
