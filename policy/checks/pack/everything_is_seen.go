package pack

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var everythingIsSeen = Rules.Add(&rule.Rule{
	ID: "LP-PACK-002", Slug: "everything-is-seen",
	Title:    "The pack reads every resource, and knows what it belongs to",
	Why:      "The proof covers only what the pack reads. A policy whose role is unknown could belong to any role.",
	Fix:      "Leave the policy lp-pack-000-settings on, update without --target, and define permissions and APIs with resources of the aws provider.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.Nodes {
			switch {
			case strings.HasPrefix(n.Type, "aws:") && !n.Recorded:
				findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "")).Remedy("leave the policy lp-pack-000-settings on and update without --target"))
			case opaque(n.Type):
				findings = append(findings, rule.Undecided(n, "the pack cannot read resources of this type, which may hold permissions or methods").
					Remedy("use the resource of the aws provider (pulumi-aws) for it"))
			case n.Type == graph.Deployment && !n.In("stageName").Absent():
				findings = append(findings, rule.Undecided(n, "the deployment makes a stage of its own (stageName), of which the pack sees no logs, limits or keys").
					Remedy("remove stageName and define the stage as an aws:apigateway/stage:Stage"))
			case n.Type == graph.RestAPI && !n.In("body").Absent():
				findings = append(findings, rule.Undecided(n, "the API is defined by an OpenAPI body, in which the pack does not look for integrations").
					Remedy("define the methods with aws:apigateway resources"))
			}
		}
		for _, s := range append(in.Strays, in.Loose...) {
			findings = append(findings, rule.Undecided(s.Node, "it cannot be told what it belongs to: "+s.Why))
		}
		return findings
	},
})

// understood are the types of the services that hold permissions and methods which the pack reads, or
// which hold none.
var understood = []string{
	graph.RestAPI, graph.RestAPIPolicy, graph.Resource, graph.Method, graph.MethodResponse, graph.Integration, graph.IntegrationResponse,
	graph.Model, graph.RequestValidator, graph.Authorizer, graph.Deployment, graph.Stage, graph.MethodSettings, graph.APIKey, graph.UsagePlan,
	graph.UsagePlanKey, graph.GatewayAccount,
	"aws:apigateway/response:Response", "aws:apigateway/domainName:DomainName", "aws:apigateway/basePathMapping:BasePathMapping",
	"aws:apigateway/clientCertificate:ClientCertificate", "aws:apigateway/vpcLink:VpcLink",
	"aws:apigateway/documentationPart:DocumentationPart", "aws:apigateway/documentationVersion:DocumentationVersion",
	graph.Role, graph.RolePolicy, graph.Policy, graph.RolePolicyAttachment, graph.PolicyAttachment, graph.UserPolicy, graph.GroupPolicy,
	graph.UserPolicyAttachment, graph.GroupAttachment,
	"aws:iam/user:User", "aws:iam/group:Group", "aws:iam/accessKey:AccessKey", "aws:iam/instanceProfile:InstanceProfile",
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:iam/samlProvider:SamlProvider", "aws:iam/serviceLinkedRole:ServiceLinkedRole",
	"aws:iam/userGroupMembership:UserGroupMembership", "aws:iam/groupMembership:GroupMembership", "aws:iam/accountAlias:AccountAlias",
	"aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
	"aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
	graph.Table, graph.TableResourcePolicy, "aws:dynamodb/tableItem:TableItem", "aws:dynamodb/tag:Tag", "aws:dynamodb/contributorInsights:ContributorInsights",
	"aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination",
}

// opaque tells the types that define IAM or API Gateway resources in a language that the pack does
// not read.
func opaque(kind string) bool {
	for _, service := range []string{"aws:iam/", "aws:apigateway/", "aws:dynamodb/"} {
		if strings.HasPrefix(kind, service) {
			return !slices.Contains(understood, kind)
		}
	}
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
