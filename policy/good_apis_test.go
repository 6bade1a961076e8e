package main

import (
	"lambdaless/policy/graph"
)

// goodAPIs are stacks with methods, stages and APIs beside.
var goodAPIs = map[string]func(a attacked){
	"a function beside": func(a attacked) {
		a.report(map[string]any{"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations"})
		a.renew()
	},
	"a server beside": func(a attacked) {
		a.report(map[string]any{"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "https://example.com/"})
		a.renew()
	},
	"no tags, no traces": func(a attacked) {
		a.set(a.of(graph.Stage, ""), "xrayTracingEnabled", false)
		a.set(a.of(graph.Table, ""), "tags", nil)
	},
	"an unrelated HTTP API": func(a attacked) {
		api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
		a.add("aws:apigatewayv2/integration:Integration", "http-i", map[string]any{"apiId": api, "integrationType": "AWS_PROXY", "integrationUri": "arn:aws:lambda:us-east-1:000000000000:function:f"})
	},
	"a role that reads APIs": func(a attacked) { a.role("r1", lambda, `"apigateway:GET"`, "*") },
	"a role that changes another API": func(a attacked) {
		a.role("r1", lambda, `["apigateway:PATCH","apigateway:PUT"]`, "arn:aws:apigateway:us-east-1::/restapis/zzzzzzzzzz/*")
	},
	"a function with an API key": func(a attacked) {
		a.method("POST", map[string]any{"authorization": "NONE", "apiKeyRequired": true}, map[string]any{"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": proxyURI})
	},
	"a server behind a VPC link": func(a attacked) {
		a.method("GET", map[string]any{"authorization": "AWS_IAM"}, map[string]any{"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://internal.example.com/", "connectionType": "VPC_LINK", "connectionId": "abc123"})
	},
	"an unrelated REST API with a function": func(a attacked) {
		api := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		r := a.add(graph.Resource, "other", map[string]any{"restApi": api, "parentId": api, "pathPart": "x"})
		a.add(graph.Method, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "authorization": "NONE"})
		a.add(graph.Integration, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": proxyURI})
		d := a.add(graph.Deployment, "other", map[string]any{"restApi": api})
		a.add(graph.Stage, "other", map[string]any{"restApi": api, "deployment": d, "stageName": "prod"})
	},
	"a policy on the API that admits any caller": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", resourceStatement(`"*"`, `"execute-api:Invoke"`, "execute-api:/*"))
	},
	"a policy on the API that denies some addresses": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}`)
	},
	"a domain and a web ACL": func(a attacked) {
		d := a.add("aws:apigateway/domainName:DomainName", "d", map[string]any{"domainName": "api.example.com"})
		a.add("aws:apigateway/basePathMapping:BasePathMapping", "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "domainName": d})
		acl := a.add("aws:wafv2/webAcl:WebAcl", "w", map[string]any{"scope": "REGIONAL"})
		a.add("aws:wafv2/webAclAssociation:WebAclAssociation", "w", map[string]any{"resourceArn": a.of(graph.Stage, ""), "webAclArn": acl})
	},
	"a permission for API Gateway to invoke a function": func(a attacked) {
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": "f", "principal": "apigateway.amazonaws.com"})
	},
	"an HTTP method behind a signature": func(a attacked) {
		a.method("POST", map[string]any{"authorization": "AWS_IAM"}, map[string]any{"type": "HTTP", "integrationHttpMethod": "POST", "uri": "https://example.com/"})
	},
	"an HTTP API beside": func(a attacked) {
		api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
		a.add("aws:apigatewayv2/stage:Stage", "http", map[string]any{"apiId": api})
	},
	"a binary type that no template reads": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"image/*", "application/pdf"})
	},
	"a trust with an id and a list": func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"Service":["apigateway.amazonaws.com"]},"Action":["sts:AssumeRole"]}]}`)
	},
	"an API of functions beside it": func(a attacked) {
		api := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		r := a.add(graph.Resource, "other", map[string]any{"restApi": api, "parentId": api, "pathPart": "{proxy+}"})
		a.add(graph.Method, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "authorization": "NONE"})
		a.add(graph.Integration, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:hello/invocations"})
	},
	"an HTTP API beside it": func(a attacked) {
		api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
		a.add("aws:apigatewayv2/stage:Stage", "http", map[string]any{"apiId": api, "autoDeploy": true})
	},
	"addresses of an office only": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}}]}`)
	},
	"fewer requests of one method": func(a attacked) {
		a.add(graph.MethodSettings, "puts", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"throttlingRateLimit": 5, "throttlingBurstLimit": 5, "cachingEnabled": false, "cacheDataEncrypted": true, "requireAuthorizationForCacheControl": true}})
	},
	"certificate and domain": func(a attacked) {
		c := a.add("aws:acm/certificate:Certificate", "c", map[string]any{"domainName": "x.example.com"})
		d := a.add("aws:apigateway/domainName:DomainName", "d", map[string]any{"domainName": "x.example.com", "regionalCertificateArn": c, "securityPolicy": "TLS_1_2"})
		a.add(graph.BasePathMapping, "m", map[string]any{"domainName": d, "restApi": a.of(graph.RestAPI, ""), "stageName": "prod"})
		a.add("aws:route53/record:Record", "r", map[string]any{"name": "x", "type": "A"})
	},
	"api gateway's account and logs role": func(a attacked) {
		a.add(graph.Role, "cw", map[string]any{"name": "cw", "assumeRolePolicy": trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "cw", map[string]any{"role": "cw", "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"})
		a.add(graph.GatewayAccount, "cw", map[string]any{"cloudwatchRoleArn": "arn:aws:iam::" + account + ":role/cw"})
	},
	"a part of the documentation": func(a attacked) {
		a.add("aws:apigateway/documentationPart:DocumentationPart", "d", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "properties": "{}"})
	},
	"client certificate": func(a attacked) {
		c := a.add("aws:apigateway/clientCertificate:ClientCertificate", "d", map[string]any{})
		a.link(a.of(graph.Stage, ""), "clientCertificateId", c)
	},
}
