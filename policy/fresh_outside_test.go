package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
)

const foreignRole = `{"AWS":"arn:aws:iam::999999999999:role/x"}`

// freshOutside are stacks that are bad outside of the API's own methods, or that fail every time.
var freshOutside = map[string]fresh{
	"kinesis to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", "x", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "streamArn": "arn:aws:kinesis:us-east-1:999999999999:stream/x"})
	}},
	"export to another account": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/tableExport:TableExport", "x", map[string]any{"tableArn": moviesARN, "s3Bucket": "x", "s3BucketOwner": "999999999999"})
	}},
	"key in the access log": {"LP-STAGE-001", func(a attacked) {
		n := a.of(graph.Stage, "")
		s := n.Inputs["accessLogSettings"].ObjectValue().Copy()
		s["format"] = resource.NewProperty(`{"requestId":"$context.requestId","key":"$context.identity.apiKey"}`)
		n.Inputs["accessLogSettings"], n.Outputs["accessLogSettings"] = resource.NewProperty(s), resource.NewProperty(s)
	}},
	"claims in a response header": {"LP-INTG-005", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X-User": "context.authorizer.claims.email"})
	}},
	"vault for another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:backup/vaultPolicy:VaultPolicy", "x", map[string]any{"backupVaultName": "lambdaless-prod-movies", "policy": resourceStatement(foreign, `["backup:CopyFromBackupVault","backup:StartRestoreJob"]`, "*")})
	}},
	"public function on the stream": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:GetRecords","dynamodb:GetShardIterator"]`, moviesARN+"/stream/*")
		f := a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "open", map[string]any{"functionName": f, "authorizationType": "NONE"})
	}},
	"grant": {"LP-IAM-004", func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{"policy": keyStart[:len(keyStart)-1] + "]}"})
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:" + account + ":key/1"})
		a.add("aws:kms/grant:Grant", "x", map[string]any{"keyId": k, "granteePrincipal": "arn:aws:iam::999999999999:role/x", "operations": []any{"Decrypt"}})
	}},
	"foreign authorizer function": {"LP-TMPL-004", func(a attacked) {
		api := a.of(graph.RestAPI, "")
		x := a.add("aws:apigateway/authorizer:Authorizer", "x", map[string]any{"restApi": api, "name": "x", "type": "TOKEN", "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:999999999999:function:x/invocations"})
		n := a.of(graph.Method, "put/{}")
		a.set(n, "authorization", "CUSTOM")
		a.set(n, "apiKeyRequired", false)
		a.link(n, "authorizerId", x)
	}},
	"foreign user pool": {"LP-TMPL-004", func(a attacked) {
		api := a.of(graph.RestAPI, "")
		x := a.add("aws:apigateway/authorizer:Authorizer", "x", map[string]any{"restApi": api, "name": "x", "type": "COGNITO_USER_POOLS", "providerArns": []any{"arn:aws:cognito-idp:us-east-1:999999999999:userpool/us-east-1_x"}})
		n := a.of(graph.Method, "put/{}")
		a.set(n, "authorization", "COGNITO_USER_POOLS")
		a.set(n, "authorizationScopes", []any{"a/b"})
		a.set(n, "apiKeyRequired", false)
		a.link(n, "authorizerId", x)
		a.asks("put", strings.ReplaceAll(freshPut(`"a":{"S":"x"}`), "$input.params('name')", "$context.authorizer.claims.sub"))
	}},
	"key value in the program": {"LP-METH-003", func(a attacked) {
		a.set(a.of("aws:apigateway/apiKey:ApiKey", ""), "value", "abcdefghijabcdefghijabcdefghij")
	}},
	"integration error": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "f", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "INTEGRATION_FAILURE", "statusCode": "500", "responseTemplates": map[string]any{"application/json": `{"m":"$context.integrationErrorMessage"}`}})
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
	"cloudformation": {"LP-PACK-002", func(a attacked) { a.add("aws:cloudformation/stack:Stack", "s", map[string]any{"templateBody": "{}"}) }},
	"serverless application": {"LP-PACK-002", func(a attacked) {
		a.add("aws:serverlessrepository/cloudFormationStack:CloudFormationStack", "s", map[string]any{"applicationId": "x"})
	}},
	"policies taken away": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "x", map[string]any{"roleName": a.methodRole(), "policyNames": []any{}})
	}},
	"user with a key": {"LP-ROLE-008", func(a attacked) {
		u := a.add(graph.User, "u", map[string]any{"name": "u"})
		a.add(graph.UserPolicy, "u", map[string]any{"user": u, "policy": statement(`"dynamodb:*"`, moviesARN)})
		a.add("aws:iam/accessKey:AccessKey", "u", map[string]any{"user": u})
	}},
	"saml": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::999999999999:saml-provider/x"}`, "sts:AssumeRoleWithSAML", ""))
	}},
	"google": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"accounts.google.com"}`, "sts:AssumeRoleWithWebIdentity", ""))
	}},
	"ssm automation":           {"LP-IAM-002", func(a attacked) { a.may("ssm:SendCommand", "*") }},
	"pass to glue":             {"LP-IAM-002", func(a attacked) { a.role("helper", lambda, `["iam:PassRole","glue:CreateDevEndpoint"]`, "*") }},
	"changes the API":          {"LP-IAM-002", func(a attacked) { a.may("apigateway:PATCH", "arn:aws:apigateway:us-east-1::/restapis/*") }},
	"changes the table policy": {"LP-IAM-002", func(a attacked) { a.may("dynamodb:DeleteResourcePolicy", moviesARN) }},
	"restores the table elsewhere": {"LP-ROLE-008", func(a attacked) {
		a.role("helper", foreignRole, `["dynamodb:RestoreTableToPointInTime","dynamodb:ExportTableToPointInTime"]`, moviesARN)
	}},
	"replicates": {"LP-TABLE-002", func(a attacked) {
		a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "eu-west-1"}})
	}},
	"firewall blocks": {"LP-METH-005", func(a attacked) {
		n := a.of("aws:wafv2/webAcl:WebAcl", "")
		a.set(n, "defaultAction", map[string]any{"block": map[string]any{}})
	}},
	"customer key without a right": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:" + account + ":key/1"})
	}},
	"boundary of the stack": {"LP-ROLE-001", func(a attacked) {
		p := a.add(graph.Policy, "b", map[string]any{"name": "b", "policy": statement(`"s3:GetObject"`, "*")})
		n := a.of(graph.Role, "get")
		a.link(n, "permissionsBoundary", p)
	}},
	"http method": {"LP-INTG-002", func(a attacked) { a.set(a.of(graph.Integration, "get"), "integrationHttpMethod", "GET") }},
	"parameter that is not in the path": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Method, "get/{}"), "requestParameters", map[string]any{"method.request.path.name": true, "method.request.path.other": true})
	}},
	"typo": {"LP-TMPL-005", func(a attacked) {
		a.asks("get", strings.ReplaceAll(`{`+freshTable+freshKey+`}`, "params('name')", "params('nam')"))
	}},
	"trailing comma": {"LP-TMPL-006", func(a attacked) { a.asks("get", `{`+freshTable+freshKey+`,}`) }},
	"reserved word":  {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+freshTable+freshKey+`,"ProjectionExpression":"name"}`) }},
	"unused name":    {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+freshTable+freshKey+`,"ExpressionAttributeNames":{"#n":"name"}}`) }},
	"return values":  {"LP-TMPL-005", func(a attacked) { a.asks("put", `{`+freshTable+`,"Item":{`+freshName+`},"ReturnValues":"ALL_NEW"}`) }},
	"condition": {"LP-TMPL-005", func(a attacked) {
		a.asks("put", `{`+freshTable+`,"Item":{`+freshName+`},"ConditionExpression":"attribute_exists(:v)","ExpressionAttributeValues":{":v":{"S":"x"}}}`)
	}},
	"more of a key":    {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+freshTable+`,"Key":{`+freshName+`,"id":{"S":"x"}}}`) }},
	"item without key": {"LP-TMPL-005", func(a attacked) { a.asks("put", `{`+freshTable+`,"Item":{"a":{"S":"x"}}}`) }},
	"wrong pattern": {"LP-INTG-004", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-502-response"), "selectionPattern", `4\d{3}`)
	}},
	"undeclared answer": {"LP-INTG-004", func(a attacked) { a.drop(graph.MethodResponse, "get/{}-200") }},
	"undeclared header": {"LP-INTG-004", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X": "'x'"})
	}},
	"template of another type": {"LP-INTG-001", func(a attacked) {
		n := a.of(graph.Integration, "get")
		text := n.Inputs["requestTemplates"].ObjectValue()["application/json"]
		n.Inputs["requestTemplates"] = resource.NewProperty(resource.PropertyMap{"application/xml": text})
	}},
	"model that refuses all": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"type":"object","required":["a"],"additionalProperties":false,"properties":{"favorite_movie":{"type":"string"}}}`)
	}},
	"plan without the stage": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.UsagePlan, ""), "apiStages", []any{}) }},
	"disabled key":           {"LP-METH-003", func(a attacked) { a.set(a.of("aws:apigateway/apiKey:ApiKey", ""), "enabled", false) }},
	"key without a plan":     {"LP-METH-003", func(a attacked) { a.drop("aws:apigateway/usagePlanKey:UsagePlanKey", "") }},
	"login without an authorizer": {"LP-METH-001", func(a attacked) {
		n := a.of(graph.Method, "put/{}")
		a.set(n, "authorization", "COGNITO_USER_POOLS")
		a.set(n, "authorizationScopes", []any{"a/b"})
		a.asks("put", strings.ReplaceAll(freshPut(`"a":{"S":"x"}`), "$input.params('name')", "$context.authorizer.claims.sub"))
	}},
	"no address": {"LP-METH-005", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "disableExecuteApiEndpoint", true) }},
	"private": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "endpointConfiguration", map[string]any{"types": "PRIVATE"})
	}},
	"no such role": {"LP-ROLE-006", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::"+account+":role/wrong")
	}},
	"key is a number": {"LP-TMPL-005", func(a attacked) {
		a.set(a.of(graph.Table, ""), "attributes", []any{map[string]any{"name": "name", "type": "N"}})
	}},
	"a filter that names a key": {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+freshTable+freshKey+`,"FilterExpression":"#n = :v"}`) }},
	"a number that is a text":   {"LP-TMPL-005", func(a attacked) { a.asks("put", freshPut(`"n":{"N":"abc"}`)) }},
	"an empty set":              {"LP-TMPL-005", func(a attacked) { a.asks("put", freshPut(`"n":{"SS":[]}`)) }},
	"two types in a value":      {"LP-TMPL-005", func(a attacked) { a.asks("put", freshPut(`"n":{"S":"x","N":"1"}`)) }},
	"a bool as text":            {"LP-TMPL-005", func(a attacked) { a.asks("put", freshPut(`"n":{"BOOL":"yes"}`)) }},
	"an unknown type":           {"LP-TMPL-005", func(a attacked) { a.asks("put", freshPut(`"n":{"T":"x"}`)) }},
}
