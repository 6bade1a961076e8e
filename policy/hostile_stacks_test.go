package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

const anyone = `"*"`

func (a attacked) function(name, action, arn string) *wire.Resource {
	r := a.role(name, lambda, action, arn)
	return a.add("aws:lambda/function:Function", name, map[string]any{"name": name, "role": r})
}
func (a attacked) login(kind string) {
	api := a.of(graph.RestAPI, "")
	if kind == "COGNITO_USER_POOLS" {
		pool := a.add("aws:cognito/userPool:UserPool", "users", map[string]any{"name": "users"})
		z := a.add("aws:apigateway/authorizer:Authorizer", "users", map[string]any{"restApi": api, "name": "users", "type": kind, "providerArns": []any{"x"}})
		n := resource.MakeComputed(resource.NewProperty(""))
		z.Inputs["providerArns"] = n
		z.Outputs["providerArns"] = n
		z.PropertyDependencies["providerArns"] = []string{pool.URN}
		m := a.of(graph.Method, "get")
		a.set(m, "authorization", kind)
		a.link(m, "authorizerId", z)
		a.set(m, "authorizationScopes", []any{"x/read"})
	} else {
		a.set(a.of(graph.Method, "get"), "authorization", kind)
	}
}

// hostileStacks let somebody in, give the data away, fail every time or cannot be judged.
var hostileStacks = map[string]fresh{
	"a function that a service of every account may invoke": {"LP-ROLE-008", func(a attacked) {
		f := a.function("h", `"dynamodb:Scan"`, moviesARN)
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "s3.amazonaws.com"})
	}},
	"a trail's bucket that is replicated to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "r", map[string]any{"bucket": a.of("aws:s3/bucketV2:BucketV2", "audit"), "role": "y", "rules": []any{map[string]any{"status": "Enabled", "destination": map[string]any{"bucket": "arn:aws:s3:::theirs", "account": "999999999999"}}}})
	}},
	// own keys
	"login: email": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$util.escapeJavaScript($context.authorizer.claims.email).replaceAll("\\'", "'")`))
	}},
	"login: username": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$util.escapeJavaScript($context.authorizer.claims["preferred_username"]).replaceAll("\\'", "'")`))
	}},
	"login: sub or client": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", `#if($input.params('x') == "y")`+freshGet(`$context.authorizer.claims.sub`)+`#else`+freshGet(`$util.urlEncode($input.params('name'))`)+`#end`)
	}},
	"login: sub joined without separator": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$context.authorizer.claims.sub$util.urlEncode($input.params('name'))`))
	}},
	"login: client first": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$util.urlEncode($input.params('name'))#$context.authorizer.claims.sub`))
	}},
	"login: part of the sub": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$context.authorizer.claims.sub.substring(0, 1)`))
	}},
	"login: sub in other letters": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$context.authorizer.claims.sub.replaceAll("[0-9a-f-]", "")`))
	}},
	"iam: client's key":    {"LP-TMPL-004", func(a attacked) { a.login("AWS_IAM") }},
	"iam: source ip":       {"LP-TMPL-004", func(a attacked) { a.login("AWS_IAM"); a.asks("get", freshGet(`$context.identity.sourceIp`)) }},
	"iam: account":         {"LP-TMPL-004", func(a attacked) { a.login("AWS_IAM"); a.asks("get", freshGet(`$context.identity.accountId`)) }},
	"custom: client's key": {"LP-TMPL-004", func(a attacked) { a.login("CUSTOM") }},
	"login: cached for all": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", freshGet(`$context.authorizer.claims.sub`))
	}},

	// trust and rights of others
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
	"method role that tags sessions": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:*", ""))
	}},
	"method role for China": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com.cn"}`, "sts:AssumeRole", ""))
	}},
	"method role with impossible condition": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"x"}}`))
	}},
	"method role for another api": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", `{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:us-east-1:`+account+`:other/*"}}`))
	}},
	"escalate by create login":   {"LP-IAM-002", func(a attacked) { a.may("iam:CreateLoginProfile", "*") }},
	"escalate by add user":       {"LP-IAM-002", func(a attacked) { a.may("iam:AddUserToGroup", "*") }},
	"escalate by boundary":       {"LP-IAM-002", func(a attacked) { a.may("iam:DeleteRolePermissionsBoundary", "*") }},
	"escalate by put boundary":   {"LP-IAM-002", func(a attacked) { a.may("iam:PutRolePermissionsBoundary", "*") }},
	"escalate by attach group":   {"LP-IAM-002", func(a attacked) { a.may("iam:AttachGroupPolicy", "*") }},
	"escalate by oidc":           {"LP-IAM-002", func(a attacked) { a.may("iam:UpdateOpenIDConnectProviderThumbprint", "*") }},
	"escalate by oidc client":    {"LP-IAM-002", func(a attacked) { a.may("iam:AddClientIDToOpenIDConnectProvider", "*") }},
	"escalate by saml":           {"LP-IAM-002", func(a attacked) { a.may("iam:UpdateSAMLProvider", "*") }},
	"escalate by kms grant":      {"LP-IAM-002", func(a attacked) { a.may("kms:CreateGrant", "*") }},
	"escalate by key policy":     {"LP-IAM-002", func(a attacked) { a.may("kms:PutKeyPolicy", "*") }},
	"escalate by sts":            {"LP-IAM-002", func(a attacked) { a.may("sts:AssumeRole", "*") }},
	"escalate by ecs":            {"LP-IAM-002", func(a attacked) { a.may(`iam:PassRole","ecs:RunTask`, "*") }},
	"escalate by ec2":            {"LP-IAM-002", func(a attacked) { a.may(`iam:PassRole","ec2:RunInstances`, "*") }},
	"escalate by bedrock":        {"LP-IAM-002", func(a attacked) { a.may(`iam:PassRole","bedrock-agentcore:CreateCodeInterpreter`, "*") }},
	"escalate by cloudformation": {"LP-IAM-002", func(a attacked) { a.may(`cloudformation:UpdateStack`, "*") }},
	"escalate by ssm":            {"LP-IAM-002", func(a attacked) { a.may(`ssm:SendCommand`, "*") }},
	"escalate by codebuild":      {"LP-IAM-002", func(a attacked) { a.may(`codebuild:StartBuild","codebuild:UpdateProject`, "*") }},
	"escalate by lambda layer":   {"LP-IAM-002", func(a attacked) { a.may(`lambda:UpdateFunctionConfiguration`, "*") }},
	"escalate by lambda code":    {"LP-IAM-002", func(a attacked) { a.may(`lambda:UpdateFunctionCode`, "*") }},
	"escalate by not action": {"LP-IAM-002", func(a attacked) {
		r := a.role("x", lambda, `"s3:GetObject"`, badBucketARN)
		_ = r
		a.add(graph.RolePolicy, "x2", map[string]any{"role": "x", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*"],"Resource":"*"}]}`})
	}},
	"escalate by pattern":         {"LP-IAM-002", func(a attacked) { a.may(`iam:*olicy*`, "*") }},
	"escalate by dynamodb policy": {"LP-IAM-002", func(a attacked) { a.may(`dynamodb:PutResourcePolicy`, "*") }},
	"exports the table":           {"LP-IAM-002", func(a attacked) { a.may(`dynamodb:ExportTableToPointInTime","s3:PutObject`, "*") }},
	"updates the stage":           {"LP-IAM-002", func(a attacked) { a.may(`apigateway:PATCH`, "arn:aws:apigateway:us-east-1::/restapis/*/stages/*") }},
	"detaches the firewall":       {"LP-IAM-002", func(a attacked) { a.may(`wafv2:DisassociateWebACL","apigateway:SetWebACL`, "*") }},
	"admin by group": {"LP-ROLE-008", func(a attacked) {
		a.add("aws:iam/group:Group", "g", map[string]any{"name": "g"})
		a.add(graph.GroupAttachment, "g", map[string]any{"group": "g", "policyArn": "arn:aws:iam::aws:policy/PowerUserAccess"})
	}},
	"iam full access": {"LP-IAM-003", func(a attacked) {
		a.add(graph.RolePolicyAttachment, "g", map[string]any{"role": a.role("h", lambda, `"s3:GetObject"`, badBucketARN), "policyArn": "arn:aws:iam::aws:policy/IAMFullAccess"})
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
	"data sync of the audit bucket": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketPolicy:BucketPolicy", "open", map[string]any{"bucket": a.of("aws:s3/bucketV2:BucketV2", "audit"), "policy": resourceStatement(anyone, `"s3:GetObject"`, "arn:aws:s3:::lambdaless-prod-123456789012-us-east-1-movies-audit/*")})
	}},
	"audit bucket by acl": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketAclV2:BucketAclV2", "open", map[string]any{"bucket": a.of("aws:s3/bucketV2:BucketV2", "audit"), "acl": "public-read"})
	}},
	"changes bus to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:cloudwatch/eventTarget:EventTarget", "t", map[string]any{"rule": "r", "eventBusName": "lambdaless-prod-movies-changes", "arn": "arn:aws:events:us-east-1:999999999999:event-bus/default"})
	}},
	"dead letters for everybody": {"LP-IAM-004", func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": a.of("aws:sqs/queue:Queue", "dead"), "policy": resourceStatement(anyone, `"sqs:ReceiveMessage"`, "*")})
	}},
	"dead letters by an in-place policy": {"LP-IAM-004", func(a attacked) {
		a.set(a.of("aws:sqs/queue:Queue", "dead"), "policy", resourceStatement(anyone, `"sqs:*"`, "*"))
	}},
	"a pipe to another account": {"LP-ROLE-009", func(a attacked) {
		a.set(a.of("aws:pipes/pipe:Pipe", ""), "target", "arn:aws:events:us-east-1:999999999999:event-bus/x")
	}},
	"backup copied to another account": {"LP-IAM-004", func(a attacked) {
		a.set(a.of("aws:backup/plan:Plan", ""), "rules", []any{map[string]any{"ruleName": "r", "targetVaultName": "lambdaless-prod-movies", "copyActions": []any{map[string]any{"destinationVaultArn": "arn:aws:backup:us-east-1:999999999999:backup-vault:x"}}}})
	}},
	"vault for all": {"LP-IAM-004", func(a attacked) {
		a.add("aws:backup/vaultPolicy:VaultPolicy", "v", map[string]any{"backupVaultName": "lambdaless-prod-movies", "policy": resourceStatement(anyone, `"backup:CopyFromBackupVault"`, "*")})
	}},
	"glue connector of the table": {"LP-IAM-002", func(a attacked) {
		r := a.role("glue", `{"Service":"glue.amazonaws.com"}`, `"dynamodb:*"`, "*")
		a.add("aws:glue/crawler:Crawler", "c", map[string]any{"role": r, "databaseName": "x"})
	}},

	// API
	"gateway response redirects": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "UNAUTHORIZED", "statusCode": "401", "responseParameters": map[string]any{"gatewayresponse.header.Location": "method.request.querystring.next"}})
	}},
	"gateway response 302": {"LP-INTG-004", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "ACCESS_DENIED", "statusCode": "302", "responseParameters": map[string]any{"gatewayresponse.header.Location": "'https://x'"}})
	}},
	"gateway response shows authorization": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_5XX", "responseTemplates": map[string]any{"application/json": `{"m":"$input.params().header.Authorization"}`}})
	}},
	"gateway response with path": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseTemplates": map[string]any{"application/json": `{"m":"$context.path"}`}})
	}},
	"gateway response with authorizer": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseTemplates": map[string]any{"application/json": `{"m":"$context.authorizer.principalId"}`}})
	}},
	"gateway response with stage variable": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseTemplates": map[string]any{"application/json": `{"m":"$stageVariables.secret"}`}})
	}},
	"gateway response with trailing html": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "MISSING_AUTHENTICATION_TOKEN", "statusCode": "404", "responseTemplates": map[string]any{"text/html": `<p>$context.resourcePath $context.path</p>`}})
	}},
	"model with any favorite": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"type":"object","properties":{"favorite_movie":{}}}`)
	}},
	"model of enum only": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"type":"object","patternProperties":{"^x":{"type":"string"}}}`)
	}},
	"model that is not schema": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Model, ""), "schema", `{"typ":"object"}`) }},
	"model of another api":     {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Model, ""), "restApi", "abc123") }},
	"models by another name": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Method, "put"), "requestModels", map[string]any{"application/json": "Error"})
	}},
	"models for another content type": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Method, "put"), "requestModels", map[string]any{"text/plain": "MoviePutModel"})
	}},
	"no validator": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Method, "put"), "requestValidatorId", nil) }},
	"parameter not required": {"LP-TMPL-005", func(a attacked) {
		a.set(a.of(graph.Method, "get"), "requestParameters", map[string]any{})
		a.asks("get", freshGet(`$util.urlEncode($input.params('who'))`))
	}},
	"integration by GET": {"LP-INTG-002", func(a attacked) { a.ofGet(graph.Integration, "integrationHttpMethod", "GET") }},
	"integration of type http": {"LP-INTG-002", func(a attacked) {
		a.ofGet(graph.Integration, "type", "HTTP")
		a.ofGet(graph.Integration, "uri", "https://dynamodb.us-east-1.amazonaws.com")
	}},
	"integration by http to plain": {"LP-INTG-002", func(a attacked) { a.ofGet(graph.Integration, "type", "AWS_PROXY") }},
	"content handling":             {"LP-INTG-001", func(a attacked) { a.ofGet(graph.Integration, "contentHandling", "CONVERT_TO_BINARY") }},
	"response content handling": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "contentHandling", "CONVERT_TO_BINARY")
	}},
	"uri of fips": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:dynamodb-fips:action/GetItem")
	}},
	"uri with a subdomain": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:evil.dynamodb:action/GetItem")
	}},
	"uri with an older version": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem&Version=1")
	}},
	"uri lower": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/getitem")
	}},
	"header mapping of content": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.Content-Type": "method.request.header.Content-Type"})
	}},
	"header of stage variable": {"LP-INTG-005", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X": "stageVariables.secret"})
		a.set(a.of(graph.MethodResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X": true})
	}},
	"403 as success": {"LP-INTG-004", func(a attacked) { a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "selectionPattern", "[24].*") }},
	"two stages, one without logs": {"LP-METH-003", func(a attacked) {
		a.add(graph.Stage, "second", map[string]any{"restApi": a.of(graph.RestAPI, ""), "deployment": a.of(graph.Deployment, ""), "stageName": "second"})
	}},
	"api key in the query": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "apiKeySource", "AUTHORIZER") }},
	"policy on api allows all verbs for foreign": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"execute-api:Invoke","Resource":"*"}]}`)
	}},
	"iam method opened by policy": {"LP-TMPL-004", func(a attacked) {
		a.login("AWS_IAM")
		a.asks("get", freshGet(`$context.identity.userArn`))
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}`)
	}},
	"policy on api unknown": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", resource.MakeComputed(resource.NewProperty("")))
	}},
	"rest api put": {"LP-PACK-002", func(a attacked) {
		a.add("aws:apigateway/restApiPut:RestApiPut", "p", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "body": "{}"})
	}},
	"throttle of one method off": {"LP-STAGE-003", func(a attacked) {
		a.add(graph.MethodSettings, "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"throttlingRateLimit": -1, "throttlingBurstLimit": -1}})
	}},
	"stage cache unencrypted": {"LP-STAGE-003", func(a attacked) {
		a.add(graph.MethodSettings, "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/DELETE", "settings": map[string]any{"cachingEnabled": true, "cacheDataEncrypted": false}})
	}},
	"caching of writes": {"LP-STAGE-006", func(a attacked) {
		a.add(graph.MethodSettings, "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"cachingEnabled": true, "cacheDataEncrypted": true, "throttlingRateLimit": 10, "throttlingBurstLimit": 10, "requireAuthorizationForCacheControl": true}})
	}},

	// tables
	"table key of another account": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:999999999999:key/x"})
	}},
	"table key of another region": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:eu-west-1:" + account + ":key/x"})
	}},
	"encryption off": {"LP-TABLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": false})
	}},
	"no encryption": {"LP-TABLE-001", func(a attacked) { a.set(a.of(graph.Table, ""), "serverSideEncryption", nil) }},
	"global table v1": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/globalTable:GlobalTable", "g", map[string]any{"name": "lambdaless-prod-favorite_movies", "replicas": []any{map[string]any{"regionName": "eu-west-1"}}})
	}},
	"import table": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/tableExport:TableExport", "e", map[string]any{"tableArn": moviesARN, "s3Bucket": "theirs"})
	}},
	"two tables of one name": {"LP-TABLE-001", func(a attacked) {
		a.add(graph.Table, "twin", map[string]any{"name": "lambdaless-prod-favorite_movies", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST"})
	}},
	"table of another name": {"LP-TMPL-001", func(a attacked) { a.set(a.of(graph.Table, ""), "name", "other") }},
	"table named by unknown": {"LP-TMPL-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "name", resource.MakeComputed(resource.NewProperty("")))
	}},
	"table v7 region": {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Table, ""), "region", "eu-west-1") }},
	"role by a boundary that denies": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Policy, "b", map[string]any{"name": "b", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}]}`})
		a.ofGet(graph.Role, "permissionsBoundary", "arn:aws:iam::"+account+":policy/b")
	}},
	"firewall count only": {"LP-METH-005", func(a attacked) {
		n := a.of("aws:wafv2/webAcl:WebAcl", "")
		a.set(n, "defaultAction", map[string]any{"block": map[string]any{}})
	}},

	// types
	"a table of aws-native":   {"LP-PACK-002", func(a attacked) { a.add("aws-native:dynamodb:Table", "x", map[string]any{}) }},
	"an object of Kubernetes": {"LP-PACK-002", func(a attacked) { a.add("kubernetes:core/v1:ConfigMap", "x", map[string]any{}) }},
	"a state of Terraform":    {"LP-PACK-002", func(a attacked) { a.add("terraform:state:RemoteStateReference", "x", map[string]any{}) }},
	"credentials by Vault":    {"LP-PACK-002", func(a attacked) { a.add("vault:aws/secretBackendRole:SecretBackendRole", "x", map[string]any{}) }},
	"settings of deployments": {"LP-PACK-002", func(a attacked) { a.add("pulumiservice:index:DeploymentSettings", "x", map[string]any{}) }},
	"local file":              {"LP-PACK-002", func(a attacked) { a.add("local:index:File", "x", map[string]any{}) }},
	"an app with the role of a method": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:amplify/app:App", "x", map[string]any{"iamServiceRoleArn": a.methodARN()})
	}},
	"method role elsewhere": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:sfn/stateMachine:StateMachine", "x", map[string]any{"roleArn": a.methodARN()})
	}},
	"appsync on the table": {"LP-ROLE-008", func(a attacked) {
		r := a.role("sync", `{"Service":"appsync.amazonaws.com"}`, `"dynamodb:*"`, moviesARN)
		api := a.add("aws:appsync/graphQLApi:GraphQLApi", "g", map[string]any{"authenticationType": "API_KEY"})
		a.add("aws:appsync/dataSource:DataSource", "d", map[string]any{"apiId": api, "serviceRoleArn": r, "type": "AMAZON_DYNAMODB"})
	}},
	"an unread type of IAM beside a catalog": {"LP-PACK-002", func(a attacked) {
		a.add("aws:athena/dataCatalog:DataCatalog", "d", map[string]any{"type": "LAMBDA"})
		a.add("aws:iam/unknownThing:UnknownThing", "u", map[string]any{})
	}},
	"identity store":                       {"LP-PACK-002", func(a attacked) { a.add("aws:ssoadmin/accountAssignment:AccountAssignment", "u", map[string]any{}) }},
	"an unread type of API Gateway, later": {"LP-PACK-002", func(a attacked) { a.add("aws:apigateway/somethingNew:SomethingNew", "u", map[string]any{}) }},
	"an integration that copies the table to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:rds/integration:Integration", "u", map[string]any{"sourceArn": moviesARN, "targetArn": "arn:aws:redshift-serverless:us-east-1:999999999999:namespace/x"})
	}},
	"role alias of iot": {"LP-IAM-002", func(a attacked) {
		r := a.role("cred", `{"Service":"credentials.iot.amazonaws.com"}`, `"dynamodb:*"`, moviesARN)
		a.add("aws:iot/roleAlias:RoleAlias", "u", map[string]any{"alias": "x", "roleArn": r})
	}},
	"batch with a public role": {"LP-ROLE-008", func(a attacked) {
		a.role("sync", `{"Service":["lambda.amazonaws.com","*.amazonaws.com"]}`, `"dynamodb:*"`, moviesARN)
	}},
}

func TestHostileStacks(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, bad := range hostileStacks {
		refused(t, prod, name, bad.rule, bad.change)
	}
}

// refused holds that a rule refuses a stack, although its deployment is as new as the change.
func refused(t *testing.T, stack *wire.Recording, name, want string, change func(a attacked)) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		a := attacked{t, stack.Clone()}
		change(a)
		a.renew()
		findings, _ := judged(a.Recording)
		assert.Contains(t, failing(findings), want)
		rules := map[string]string{}
		for _, f := range findings {
			assert.Contains(t, []string{"", f.Rule.ID}, rules[f.Message], "two rules report %q", f.Message)
			rules[f.Message] = f.Rule.ID
		}
	})
}
