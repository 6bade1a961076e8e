package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
)

// badOutsiders are stacks that let others at the API's data, or change it.
var badOutsiders = map[string]badStack{
	"a role that may Scan trusts any principal": {"LP-ROLE-008", func(a attacked) {
		a.role("r1", `{"AWS":"*"}`, `"dynamodb:Scan"`, moviesARN)
	}},
	"a role that may Scan trusts another account": {"LP-ROLE-008", func(a attacked) {
		a.role("r1", foreign, `"dynamodb:Scan"`, moviesARN)
	}},
	"a group reads the table": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.GroupPolicy, "x", map[string]any{"group": "staff", "policy": statement(`"dynamodb:*"`, "*")})
	}},
	"a user's managed policy of the stack reads the table": {"LP-ROLE-008", func(a attacked) {
		p := a.add(graph.Policy, "p", map[string]any{"policy": statement(`"dynamodb:GetItem"`, moviesARN)})
		a.add(graph.UserPolicyAttachment, "x", map[string]any{"user": "deployer", "policyArn": p})
	}},
	"a reader for an organization": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`"*"`, "sts:AssumeRole", `{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}`))
	}},
	"a reader for every repository": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:aud":"sts.amazonaws.com"}}`))
	}},
	"a reader for repositories of any name": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringLike":{"`+githubURL+`:sub":"repo:*"}}`))
	}},
	"a reader for unauthenticated identities": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", ""))
	}},
	"a reader for another account's user": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"AWS":"arn:aws:iam::999999999999:user/bob"}`, "sts:AssumeRole", ""))
	}},
	"a reader for a partner with an external id": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"AWS":"999999999999"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"x"}}`))
	}},
	"a user with the table": {"LP-ROLE-008", func(a attacked) {
		u := a.add(graph.User, "u", map[string]any{"name": "u"})
		a.add(graph.UserPolicy, "x", map[string]any{"user": u, "policy": statement(`"dynamodb:PutItem"`, moviesARN)})
	}},
	"a group with full access to DynamoDB": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.GroupAttachment, "x", map[string]any{"group": "staff", "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
	}},
	"a permission set with the table": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.PermissionSetPolicy, "x", map[string]any{"instanceArn": "i", "permissionSetArn": "p", "inlinePolicy": statement(`"dynamodb:GetItem"`, "*")})
	}},
	"exclusive attachments of a user": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.ExclusiveUser, "x", map[string]any{"userName": "u", "policyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
	}},
	"a function that anyone may invoke": {"LP-ROLE-008", func(a attacked) {
		r := a.role("worker", lambda, `"dynamodb:Scan"`, moviesARN)
		f := a.add("aws:lambda/function:Function", "f", map[string]any{"name": "f", "role": r})
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "*"})
	}},
	"a function with the table and a public address": {"LP-ROLE-008", func(a attacked) {
		r := a.role("worker", lambda, `"dynamodb:Scan"`, moviesARN)
		f := a.add("aws:lambda/function:Function", "f", map[string]any{"name": "f", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "u", map[string]any{"functionName": f, "authorizationType": "NONE"})
	}},
	"a reader that a web identity of anyone may assume": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"accounts.google.com"}`, "sts:AssumeRoleWithWebIdentity", ""))
	}},
	"a reader for a SAML provider without a condition": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::999999999999:saml-provider/x"}`, "sts:AssumeRoleWithSAML", ""))
	}},
	"a reader that trusts any principal but one": {"LP-ROLE-008", func(a attacked) {
		a.reads(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::999999999999:user/x"},"Action":"sts:AssumeRole"}]}`)
	}},
	"a reader whose trust is unknown": {"LP-ROLE-008", func(a attacked) {
		a.reads("x")
		a.set(a.of(graph.Role, "reader"), "assumeRolePolicy", resource.MakeComputed(resource.NewProperty("")))
	}},
	"a reader that trusts a role of the stack that trusts any principal": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.Role, "door", map[string]any{"name": "door", "assumeRolePolicy": trusting(`"*"`, "sts:AssumeRole", "")})
		a.add(graph.RolePolicy, "door-policy", map[string]any{"role": "door", "policy": statement(`"sts:AssumeRole"`, "*")})
		a.reads(trusting(`{"AWS":"arn:aws:iam::`+account+`:role/door"}`, "sts:AssumeRole", ""))
	}},
	"a reader for the account and a role of another account": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"AWS":["arn:aws:iam::`+account+`:root","arn:aws:iam::999999999999:role/x"]}`, "sts:AssumeRole", ""))
	}},
	"a user's access key with the table": {"LP-ROLE-008", func(a attacked) {
		u := a.add(graph.User, "u", map[string]any{"name": "u"})
		a.add("aws:iam/userPolicyAttachment:UserPolicyAttachment", "x", map[string]any{"user": u, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"})
		a.add("aws:iam/accessKey:AccessKey", "k", map[string]any{"user": u})
	}},
	"an identity pool's role with the table": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.Role, "guest", map[string]any{"name": "guest", "assumeRolePolicy": trusting(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", `{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}`)})
		a.add(graph.RolePolicy, "guest-policy", map[string]any{"role": "guest", "policy": statement(`"dynamodb:GetItem"`, moviesARN)})
	}},
	"a function with the table for another account": {"LP-ROLE-008", func(a attacked) {
		r := a.role("worker", lambda, `"dynamodb:Scan"`, moviesARN)
		f := a.add(graph.Function, "f", map[string]any{"name": "f", "role": r})
		a.add(graph.FunctionPermission, "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "999999999999"})
	}},
	"a reader for an identity provider of another account": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::999999999999:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:sub":"repo:o/r:ref:refs/heads/main"}}`))
	}},
	"a reader for guests of an identity pool": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", `{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}`)
	}},
	"a reader for another account": {"LP-ROLE-008", func(a attacked) { a.trusts(foreign, "sts:AssumeRole", "") }},
	"a reader for every account of some path": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"AWS":"*"}`, "sts:AssumeRole", `{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}}`)
	}},
	"a reader for whoever knows the external id": {"LP-ROLE-008", func(a attacked) { a.trusts(`{"AWS":"*"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"1"}}`) }},
	"a public function with the table": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:Scan"]`, moviesARN)
		f := a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "open", map[string]any{"functionName": f, "authorizationType": "NONE"})
	}},
	"public function on the stream": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:GetRecords","dynamodb:GetShardIterator"]`, moviesARN+"/stream/*")
		f := a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "open", map[string]any{"functionName": f, "authorizationType": "NONE"})
	}},
	"function that anyone may invoke": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:Scan"]`, moviesARN)
		f := a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		a.add("aws:lambda/permission:Permission", "open", map[string]any{"function": f, "action": "lambda:InvokeFunction", "principal": "*"})
	}},
	"function by an open API": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:Scan"]`, moviesARN)
		a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		api := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		x := a.add(graph.Resource, "other", map[string]any{"restApi": api, "parentId": api, "pathPart": "{proxy+}"})
		a.add(graph.Method, "other", map[string]any{"restApi": api, "resourceId": x, "httpMethod": "ANY", "authorization": "NONE"})
		a.add(graph.Integration, "other", map[string]any{"restApi": api, "resourceId": x, "httpMethod": "ANY", "type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:open/invocations"})
	}},
	"function by an open HTTP API": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:Scan"]`, moviesARN)
		f := a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
		i := a.add("aws:apigatewayv2/integration:Integration", "http", map[string]any{"apiId": api, "integrationType": "AWS_PROXY", "integrationUri": f})
		a.add("aws:apigatewayv2/route:Route", "http", map[string]any{"apiId": api, "routeKey": "$default", "target": i})
		a.add("aws:lambda/permission:Permission", "open", map[string]any{"function": f, "action": "lambda:InvokeFunction", "principal": "apigateway.amazonaws.com"})
	}},
	"graphql with a key": {"LP-ROLE-008", func(a attacked) {
		a.role("graphql", `{"Service":"appsync.amazonaws.com"}`, `["dynamodb:Scan","dynamodb:PutItem"]`, moviesARN)
		a.add("aws:appsync/graphQLApi:GraphQLApi", "g", map[string]any{"authenticationType": "API_KEY"})
	}},
	"user with a key": {"LP-ROLE-008", func(a attacked) {
		u := a.add(graph.User, "u", map[string]any{"name": "u"})
		a.add(graph.UserPolicy, "u", map[string]any{"user": u, "policy": statement(`"dynamodb:*"`, moviesARN)})
		a.add("aws:iam/accessKey:AccessKey", "u", map[string]any{"user": u})
	}},
	"restores the table elsewhere": {"LP-ROLE-008", func(a attacked) {
		a.role("helper", foreignRole, `["dynamodb:RestoreTableToPointInTime","dynamodb:ExportTableToPointInTime"]`, moviesARN)
	}},
	"a function that a service of every account may invoke": {"LP-ROLE-008", func(a attacked) {
		f := a.function("h", `"dynamodb:Scan"`, moviesARN)
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "s3.amazonaws.com"})
	}},
	"user pool group's role": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:x"}}`)
	}},
	"trust of all actions": {"LP-ROLE-008", func(a attacked) { a.trusts(anyone, "sts:*", "") }},
	"trust with a principal pattern of roles": {"LP-ROLE-008", func(a attacked) {
		a.trusts(anyone, "sts:AssumeRole", `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}}`)
	}},
	"trust by source ip": {"LP-ROLE-008", func(a attacked) {
		a.trusts(anyone, "sts:AssumeRole", `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`)
	}},
	"trust by vpc":             {"LP-ROLE-008", func(a attacked) { a.trusts(anyone, "sts:AssumeRole", `{"StringEquals":{"aws:SourceVpc":"vpc-1"}}`) }},
	"trust by mfa":             {"LP-ROLE-008", func(a attacked) { a.trusts(anyone, "sts:AssumeRole", `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`) }},
	"trust by account pattern": {"LP-ROLE-008", func(a attacked) { a.trusts(anyone, "sts:AssumeRole", `{"StringLike":{"aws:PrincipalAccount":"1*"}}`) }},
	"trust by not equal": {"LP-ROLE-008", func(a attacked) {
		a.trusts(anyone, "sts:AssumeRole", `{"StringNotEquals":{"aws:PrincipalAccount":"999999999999"}}`)
	}},
	"trust if exists": {"LP-ROLE-008", func(a attacked) {
		a.trusts(anyone, "sts:AssumeRole", `{"StringEqualsIfExists":{"aws:PrincipalAccount":"`+account+`"}}`)
	}},
	"trust for any value": {"LP-ROLE-008", func(a attacked) {
		a.trusts(anyone, "sts:AssumeRole", `{"ForAllValues:StringEquals":{"aws:PrincipalTag/x":["y"]}}`)
	}},
	"trust of canonical user": {"LP-ROLE-008", func(a attacked) { a.trusts(`{"CanonicalUser":"79a5"}`, "sts:AssumeRole", "") }},
	"trust of an oidc of a cluster, any account": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/X"}`, "sts:AssumeRoleWithWebIdentity", "")
	}},
	"trust of github by wildcard owner": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringLike":{"`+githubURL+`:sub":"repo:my*/x:*"}}`)
	}},
	"trust of github by actor": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:actor":"me"}}`)
	}},
	"trust of gitlab": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/gitlab.com"}`, "sts:AssumeRoleWithWebIdentity", `{"StringLike":{"gitlab.com:sub":"project_path:*"}}`)
	}},
	"trust of terraform cloud": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/api.pulumi.com/oidc"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"api.pulumi.com/oidc:aud":"x"}}`)
	}},
	"trust of google": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"accounts.google.com"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"accounts.google.com:aud":"x"}}`)
	}},
	"trust of facebook": {"LP-ROLE-008", func(a attacked) { a.trusts(`{"Federated":"graph.facebook.com"}`, "sts:AssumeRoleWithWebIdentity", "") }},
	"trust of saml of any audience": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::999999999999:saml-provider/x"}`, "sts:AssumeRoleWithSAML", `{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`)
	}},
	"two trust statements": {"LP-ROLE-008", func(a attacked) {
		a.reads(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + lambda + `,"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}`)
	}},
	"a deny that comes to nothing": {"LP-ROLE-008", func(a attacked) {
		a.reads(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}`)
	}},
	"admin by group": {"LP-ROLE-008", func(a attacked) {
		a.add("aws:iam/group:Group", "g", map[string]any{"name": "g"})
		a.add(graph.GroupAttachment, "g", map[string]any{"group": "g", "policyArn": "arn:aws:iam::aws:policy/PowerUserAccess"})
	}},
	"dynamodb full on function that is public": {"LP-ROLE-008", func(a attacked) {
		r := a.role("h", lambda, `"logs:PutLogEvents"`, "*")
		a.add(graph.RolePolicyAttachment, "h", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
		f := a.add("aws:lambda/function:Function", "h", map[string]any{"name": "h", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "h", map[string]any{"functionName": f, "authorizationType": "NONE"})
	}},
	"public alias of a function": {"LP-ROLE-008", func(a attacked) {
		f := a.function("h", `"dynamodb:Scan"`, moviesARN)
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:*", "function": f, "principal": "*", "qualifier": "live"})
	}},
	"function by an org": {"LP-ROLE-008", func(a attacked) {
		f := a.function("h", `"dynamodb:Scan"`, moviesARN)
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "*", "principalOrgId": "o-1"})
	}},
	"function by its name, public": {"LP-ROLE-008", func(a attacked) {
		a.function("h", `"dynamodb:Scan"`, moviesARN)
		a.add("aws:lambda/functionUrl:FunctionUrl", "h", map[string]any{"functionName": "h", "authorizationType": "NONE"})
	}},
	"function behind ALB": {"LP-ROLE-008", func(a attacked) {
		f := a.function("h", `"dynamodb:Scan"`, moviesARN)
		g := a.add("aws:lb/targetGroup:TargetGroup", "g", map[string]any{"targetType": "lambda"})
		a.add("aws:lb/targetGroupAttachment:TargetGroupAttachment", "g", map[string]any{"targetGroupArn": g, "targetId": f})
	}},
	"function at an open http api": {"LP-ROLE-008", func(a attacked) {
		f := a.function("h", `"dynamodb:Scan"`, moviesARN)
		api := a.add("aws:apigatewayv2/api:Api", "h", map[string]any{"protocolType": "HTTP", "target": f})
		_ = api
	}},
	"appsync on the table": {"LP-ROLE-008", func(a attacked) {
		r := a.role("sync", `{"Service":"appsync.amazonaws.com"}`, `"dynamodb:*"`, moviesARN)
		api := a.add("aws:appsync/graphQLApi:GraphQLApi", "g", map[string]any{"authenticationType": "API_KEY"})
		a.add("aws:appsync/dataSource:DataSource", "d", map[string]any{"apiId": api, "serviceRoleArn": r, "type": "AMAZON_DYNAMODB"})
	}},
	"batch with a public role": {"LP-ROLE-008", func(a attacked) {
		a.role("sync", `{"Service":["lambda.amazonaws.com","*.amazonaws.com"]}`, `"dynamodb:*"`, moviesARN)
	}},
}
