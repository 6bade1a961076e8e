package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
)

// hostileAPIs let a stranger past an API, or into its tables, by what the API, its stages, tables and other resources
// say.
var hostileAPIs = map[string]fresh{
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
