package pack

import (
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/graph"
)

// harmlessProviders are providers whose resources hold no permissions in AWS and serve no methods.
var harmlessProviders = []string{
	"archive", "auth0", "cloudflare", "datadog", "dnsimple", "docker", "docker-build", "fastly", "github", "gitlab",
	"grafana", "launchdarkly", "newrelic", "ns1", "null", "okta", "opsgenie", "pagerduty", "random", "sentry", "std", "time", "tls", "vercel",
}

// component reports whether a node is not a resource of a provider: a component, the stack, a provider.
func component(n *graph.Node) bool {
	if n.Package() == "pulumi" {
		return true
	}
	return n.Provider == nil && n.Package() != "aws"
}

func harmless(n *graph.Node) bool { return slices.Contains(harmlessProviders, n.Package()) }

// understood are the types that the pack reads, or that hold neither permissions nor methods, of the services
// that could.
var understood = []string{
	graph.RestAPI, graph.RestAPIPolicy, graph.Resource, graph.Method, graph.MethodResponse, graph.Integration, graph.IntegrationResponse,
	graph.Model, graph.RequestValidator, graph.Authorizer, graph.Deployment, graph.Stage, graph.MethodSettings, graph.APIKey, graph.UsagePlan,
	graph.UsagePlanKey, graph.GatewayAccount, graph.GatewayResponse,
	graph.DomainName, graph.BasePathMapping, "aws:apigateway/clientCertificate:ClientCertificate",
	"aws:apigateway/vpcLink:VpcLink", "aws:apigateway/documentationPart:DocumentationPart",
	"aws:apigateway/documentationVersion:DocumentationVersion", "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation",
	graph.Role, graph.RolePolicy, graph.Policy, graph.RolePolicyAttachment, graph.PolicyAttachment, graph.UserPolicy, graph.GroupPolicy,
	graph.UserPolicyAttachment, graph.GroupAttachment, graph.ExclusivePolicies, graph.ExclusiveAttachments, graph.ExclusiveUser,
	graph.ExclusiveGroup, graph.User, graph.Group,
	"aws:iam/userPoliciesExclusive:UserPoliciesExclusive", "aws:iam/groupPoliciesExclusive:GroupPoliciesExclusive",
	"aws:iam/accessKey:AccessKey", "aws:iam/instanceProfile:InstanceProfile", "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
	"aws:iam/samlProvider:SamlProvider", "aws:iam/serviceLinkedRole:ServiceLinkedRole", "aws:iam/userGroupMembership:UserGroupMembership",
	"aws:iam/groupMembership:GroupMembership", "aws:iam/accountAlias:AccountAlias", "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
	"aws:iam/serverCertificate:ServerCertificate", "aws:iam/signingCertificate:SigningCertificate", "aws:iam/sshKey:SshKey",
	"aws:iam/virtualMfaDevice:VirtualMfaDevice", "aws:iam/userLoginProfile:UserLoginProfile",
	graph.Table, graph.TableResourcePolicy, graph.TableReplica, "aws:dynamodb/tableItem:TableItem", "aws:dynamodb/tag:Tag",
	"aws:dynamodb/contributorInsights:ContributorInsights", graph.StreamDestination,
	graph.PermissionSetPolicy, graph.PermissionSetManaged, "aws:ssoadmin/permissionSet:PermissionSet",
}

// services are those of which every type must be understood.
var services = []string{"aws:iam/", "aws:apigateway/", "aws:dynamodb/", "aws:ssoadmin/", "aws:rolesanywhere/"}

// deployers define resources of every kind in a language that the pack does not read.
var deployers = []string{
	"aws:cloudcontrol/", "aws:cloudformation/", "aws:serverlessrepository/", "aws:servicecatalog/provisionedProduct:", "aws:proton/",
	"aws:quicksight/iamPolicyAssignment:", "aws:opsworks/permission:", "aws:amplify/backendEnvironment:", "aws:codedeploy/deployment:",
	"aws:ram/", "aws:organizations/policyAttachment:",
}

// permissionName finds in the name of a type that it gives access to something.
var permissionName = regexp.MustCompile(`(?:Policy|Permissions?|Grant|Share|AccessEntry|Attachment|Association|Role|Principal[A-Za-z]*):|:[A-Za-z]*(?:Policy|Permissions?|Grant|Share|AccessEntry|Attachment|Association|Role)$`)

// opaque reports whether a resource of the aws provider may hold permissions or methods that the pack does not
// read. A resource that gives access is, when it names a table or an API of the stack: other resources' policies
// are judged by their text.
func opaque(n *graph.Node) bool {
	hasPrefix := func(prefix string) bool { return strings.HasPrefix(n.Type, prefix) }
	switch {
	case slices.Contains(understood, n.Type):
		return false
	case slices.ContainsFunc(services, hasPrefix) || slices.ContainsFunc(deployers, hasPrefix):
		return true
	case hasPrefix("aws:apigatewayv2/"):
		return callsDynamoDB(n)
	case permissionName.MatchString(n.Type):
		return namesTable(n)
	}
	return false
}

// callsDynamoDB reports whether an integration of an HTTP or WebSocket API may call DynamoDB.
func callsDynamoDB(n *graph.Node) bool {
	if !strings.HasSuffix(n.Type, ":Integration") || n.In("integrationType").TextOr("") != "AWS" {
		return false
	}
	uri, known := n.In("integrationUri").Text()
	return !known || strings.Contains(uri, ":dynamodb:")
}

// namesTable reports whether a property names a table or an API: by its ARN, or by being computed from it.
func namesTable(n *graph.Node) bool {
	for property, urns := range n.PropertyDependencies {
		for _, urn := range urns {
			if strings.Contains(urn, graph.Table+"::") && !slices.Contains([]string{"resourceId", "tags"}, property) {
				return true
			}
		}
	}
	return contains(n.Inputs, ":dynamodb:")
}

func contains(v graph.Value, part string) bool {
	if text, ok := v.Text(); ok {
		return strings.Contains(text, part) && !strings.Contains(text, `"Statement"`)
	}
	return slices.ContainsFunc(v.Items(), func(item graph.Value) bool { return contains(item, part) }) ||
		slices.ContainsFunc(v.Keys(), func(key string) bool { return contains(v.At(key), part) })
}
