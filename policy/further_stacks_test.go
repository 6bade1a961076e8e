package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"lambdaless/policy/graph"
)

// Further stacks that let someone in, break the API or cannot be judged; the rule is one of those that fail.
var furtherBadStacks = map[string]struct {
	rule   string
	attack func(a attacked)
}{
	// Permissions that a method's role is given from elsewhere.
	"a policy attachment that lists the role by its name": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:iam/policyAttachment:PolicyAttachment", "x", map[string]any{"name": "x", "roles": []any{a.methodRole()}, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
	}},
	"an attachment to a name with other capitals": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": strings.ToUpper(a.methodRole()), "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
	}},
	"an action with other capitals": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"DYNAMODB:deleteITEM","Resource":"` + moviesARN + `"}`)
	}},
	"an action with a question mark": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:?etItem","Resource":"` + moviesARN + `"}`)
	}},
	"a statement that is an object": {"LP-ROLE-001", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.set(n, "policy", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"`+moviesARN+`"}}`)
			}
		}
	}},
	"an index that the method does not use": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:Query","Resource":"` + moviesARN + `/index/*"}`)
	}},
	"a backup of the table": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":["dynamodb:ExportTableToPointInTime","s3:PutObject"],"Resource":"*"}`)
	}},
	"a condition that a request without keys meets": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"*","Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["x"]}}}`)
	}},
	"a condition whose value is a policy variable": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"${aws:PrincipalTag/team}"}}}`)
	}},
	"a policy that is not JSON": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicy, "x", map[string]any{"role": a.methodRole(), "policy": "{"})
	}},
	"a key grant for the method's role": {"LP-ROLE-003", func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{})
		a.add(graph.KeyGrant, "g", map[string]any{"keyId": k, "granteePrincipal": a.methodARN(), "operations": []any{"Decrypt", "CreateGrant"}})
	}},
	"a key policy that admits the method's role by a pattern": {"LP-IAM-004", func(a attacked) {
		a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::` + account + `:role/lambdaless-*"}}}]}`})
	}},
	"a queue's policy by its ARN": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": "u", "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"sqs:*"`, "*")})
	}},
	"a bucket's policy for the session of the method's role": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:s3/bucketPolicy:BucketPolicy", "b", map[string]any{"bucket": "b", "policy": resourceStatement(`{"AWS":"arn:aws:sts::`+account+`:assumed-role/`+a.methodRole()+`/BackplaneAssumeRoleSession"}`, `"s3:GetObject"`, badBucketARN)})
	}},
	"a function that the method's role may invoke": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": "f", "principal": a.methodARN()})
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
	// Trust.
	"a method's role that trusts with a pattern": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com","AWS":"*"}`, "sts:AssumeRole", `{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::`+account+`:role/*"}}`))
	}},
	"a method's role that may be tagged and assumed": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:*", ""))
	}},
	"a method's role for Lambda too": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "put"), "assumeRolePolicy", trusting(`{"Service":["apigateway.amazonaws.com","lambda.amazonaws.com"]}`, "sts:AssumeRole", ""))
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
	// Other principals.
	"a function that attaches policies": {"LP-IAM-002", func(a attacked) { a.role("r1", lambda, `"iam:Attach*"`, "*") }},
	"a function that makes versions of policies": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["iam:CreatePolicyVersion","iam:SetDefaultPolicyVersion"]`, "*")
	}},
	"a function that writes the table's policy": {"LP-IAM-002", func(a attacked) { a.role("r1", lambda, `"dynamodb:PutResourcePolicy"`, "*") }},
	"a function that restores the table": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"dynamodb:RestoreTableToPointInTime"`, "*")
	}},
	"a function that updates functions and passes roles": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["lambda:UpdateFunctionCode","lambda:UpdateFunctionConfiguration","iam:PassRole"]`, "*")
	}},
	"a function that changes the key's policy": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"kms:PutKeyPolicy"`, "*")
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": tableKeyARN})
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
	"AppSync with the table": {"LP-IAM-002", func(a attacked) {
		r := a.role("graph", `{"Service":"appsync.amazonaws.com"}`, `"dynamodb:*"`, moviesARN)
		a.add("aws:appsync/dataSource:DataSource", "d", map[string]any{"apiId": "x", "type": "AMAZON_DYNAMODB", "serviceRoleArn": r})
	}},
	// Places.
	"a provider with its own endpoint": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"endpoints": []any{map[string]any{"dynamodb": "http://127.0.0.1:8000"}}})
	}},
	"a document by a provider of another region": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Integration, "get").Provider = by("eu-west-1", nil)
	}},
	"a deployment of another region": {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Deployment, ""), "region", "eu-west-1") }},
	"a stage of another region":      {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Stage, ""), "region", "eu-west-1") }},
	"a role's policy by a provider of another account": {"LP-TABLE-006", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				n.Provider = by(region, map[string]any{"assumeRoles": []any{map[string]any{"roleArn": "arn:aws:iam::999999999999:role/deploy"}}})
			}
		}
	}},
	"another account's id in the uri": {"LP-INTG-002", func(a attacked) {
		a.text(a.of(graph.Integration, "get"), "uri", "dynamodb:action", "999999999999.dynamodb:action")
	}},
	// What is served.
	"a stage without a deployment": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Stage, ""), "deployment", nil) }},
	"no deployment at all": {"LP-STAGE-007", func(a attacked) {
		a.drop(graph.Deployment, "")
		a.set(a.of(graph.Stage, ""), "deployment", "abc123")
	}},
	"a deployment that makes its own stage": {"LP-PACK-002", func(a attacked) {
		a.add(graph.Deployment, "more", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "beta"})
	}},
	"a canary on the same deployment": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Stage, ""), "canarySettings", map[string]any{"percentTraffic": 50, "deploymentId": "old"})
	}},
	"a document that replaces the API's methods": {"LP-PACK-002", func(a attacked) {
		a.add("aws:apigateway/restApiPut:RestApiPut", "x", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "body": "{}"})
	}},
	"a document of the API that is unknown": {"LP-PACK-002", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "body", resource.MakeComputed(resource.NewProperty("")))
	}},
	"stage variables in a template": {"LP-TMPL-001", func(a attacked) {
		get := a.of(graph.Integration, "get")
		a.set(get, "requestTemplates", map[string]any{"application/json": `{"TableName":"$stageVariables.table","Key":{"name":{"S":"$util.escapeJavaScript($input.params('name')).replaceAll("\\'","'")"}}}`})
	}},
	// Methods.
	"a method for every verb": {"LP-PACK-002", func(a attacked) { a.set(a.of(graph.Method, "get"), "httpMethod", "ANY") }},
	"a second integration of a method": {"LP-PACK-002", func(a attacked) {
		get := a.of(graph.Integration, "get")
		n := a.add(graph.Integration, "second", map[string]any{"httpMethod": "GET", "type": "AWS", "uri": strings.Replace(get.Inputs["uri"].StringValue(), "GetItem", "Scan", 1)})
		for _, key := range []resource.PropertyKey{"restApi", "resourceId", "credentials"} {
			n.Inputs[key], n.PropertyDependencies[string(key)] = get.Inputs[key], get.PropertyDependencies[string(key)]
		}
		n.Inputs["requestTemplates"] = resource.NewPropertyValue(map[string]any{"application/json": `{"TableName":"lambdaless-prod-favorite_movies"}`})
	}},
	"a header override from the client": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.X-Amz-Target": "method.request.header.target"})
	}},
	"an integration without credentials": {"LP-ROLE-006", func(a attacked) { a.set(a.of(graph.Integration, "get"), "credentials", nil) }},
	"a binary media type for everything": {"LP-INTG-001", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"*/*"}) }},
	"a body as binary": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.Integration, "put"), "contentHandling", "CONVERT_TO_BINARY")
	}},
	"a model that names types alone": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"type":["object","array","string"]}`)
	}},
	"a model whose alternatives include everything": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"anyOf":[{"type":"object","required":["name"]},{}]}`)
	}},
	"a validator that is not of this API": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Method, "put"), "requestValidatorId", "abc123") }},
	"a gateway response for every error of a server as a success": {"LP-INTG-004", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_5XX", "statusCode": "200"})
	}},
	"a policy on the API that denies every action": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:*","Resource":"*"}]}`)
	}},
	// Types that are not read.
	"a command": {"LP-PACK-002", func(a attacked) {
		a.add("command:local:Command", "c", map[string]any{"create": "aws iam put-role-policy"})
	}},
	"a remote command":                  {"LP-PACK-002", func(a attacked) { a.add("command:remote:Command", "c", map[string]any{"create": "x"}) }},
	"a role of awscc":                   {"LP-PACK-002", func(a attacked) { a.add("awscc:iam/role:Role", "c", map[string]any{}) }},
	"a method of native":                {"LP-PACK-002", func(a attacked) { a.add("aws-native:apigateway:Method", "c", map[string]any{}) }},
	"a resource of an unknown provider": {"LP-PACK-002", func(a attacked) { a.add("terraform:index:Resource", "c", map[string]any{}) }},
	"a dynamic resource of Python": {"LP-PACK-002", func(a attacked) {
		a.add("pulumi-python:dynamic:Resource", "c", map[string]any{"__provider": "code"})
	}},
	"a dynamic resource with a module": {"LP-PACK-002", func(a attacked) {
		a.add("pulumi-nodejs:dynamic/iam:Role", "c", map[string]any{"__provider": "code"})
	}},
	"a trigger of the table's stream": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:pipes/pipe:Pipe", "c", map[string]any{"roleArn": a.methodARN(), "source": moviesARN + "/stream/x", "target": "arn:aws:sqs:us-east-1:999999999999:q"})
	}},
	"a share of the table": {"LP-PACK-002", func(a attacked) {
		a.add("aws:ram/resourceAssociation:ResourceAssociation", "c", map[string]any{"resourceArn": moviesARN, "resourceShareArn": "x"})
	}},
	"a function with the table for another account": {"LP-ROLE-008", func(a attacked) {
		r := a.role("worker", lambda, `"dynamodb:Scan"`, moviesARN)
		f := a.add(graph.Function, "f", map[string]any{"name": "f", "role": r})
		a.add(graph.FunctionPermission, "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "999999999999"})
	}},
	"a reader for an identity provider of another account": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::999999999999:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:sub":"repo:o/r:ref:refs/heads/main"}}`))
	}},
	"a binary media type for the template's own": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"application/json"})
	}},
	"binary media types that are unknown": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", resource.MakeComputed(resource.NewProperty("")))
	}},
	"a model that refers to nothing": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"$ref":"#/definitions/any","definitions":{"any":{}}}`)
	}},
	"a model that refers to itself": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"$ref":"#/definitions/x","definitions":{"x":{"$ref":"#/definitions/x"}}}`)
	}},
	// The table.
	"the table's policy for any principal, with every action": {"LP-IAM-004", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": resourceStatement(`{"AWS":"*"}`, `"dynamodb:*"`, "*")})
	}},
	"the table with one replica elsewhere by name": {"LP-TABLE-002", func(a attacked) {
		a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "eu-west-1"}})
	}},
	"a table with another key": {"LP-TMPL-005", func(a attacked) {
		a.set(a.of(graph.Table, ""), "hashKey", "other")
	}},
}

func TestFurtherBadStacksFail(t *testing.T) {
	t.Parallel()
	prod := underAWSKey(t)
	for name, c := range furtherBadStacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			c.attack(attacked{t, stack})
			findings, _ := judged(stack)
			failed := failing(findings)
			assert.Contains(t, failed, c.rule, "%v", failed)
		})
	}
}

func TestFurtherGoodStacksPass(t *testing.T) {
	t.Parallel()
	prod := underAWSKey(t)
	for name, extend := range furtherGoodStacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			extend(attacked{t, stack})
			attacked{t, stack}.renew()
			findings, matrix := judged(stack)
			assert.Empty(t, failing(findings))
			assert.True(t, matrix.Proven(), verdicts(matrix))
		})
	}
}
