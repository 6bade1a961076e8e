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

// hostileStacks let a stranger in, give the data away, fail every time or cannot be judged.
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
	"dead letters that anyone may read": {"LP-IAM-004", func(a attacked) {
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
}

// hostileLists are the lists that TestHostileStacks tries, and that the page's number counts.
var hostileLists = []map[string]fresh{hostileStacks, hostileAPIs}

func TestHostileStacks(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for _, stacks := range hostileLists {
		for name, bad := range stacks {
			refused(t, prod, name, bad.rule, bad.change)
		}
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
