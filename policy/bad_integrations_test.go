package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// badIntegrations are stacks whose methods call something else, or answer wrongly.
var badIntegrations = map[string]badStack{
	"a body that passes through":         {"LP-INTG-001", func(a attacked) { a.set(a.of(graph.Integration, "put"), "passthroughBehavior", "WHEN_NO_MATCH") }},
	"a binary media type for everything": {"LP-INTG-001", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"*/*"}) }},
	"a body as binary": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.Integration, "put"), "contentHandling", "CONVERT_TO_BINARY")
	}},
	"a binary media type for the template's own": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"application/json"})
	}},
	"binary media types that are unknown": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", resource.MakeComputed(resource.NewProperty("")))
	}},
	"template of another type": {"LP-INTG-001", func(a attacked) {
		n := a.of(graph.Integration, "get")
		text := n.Inputs["requestTemplates"].ObjectValue()["application/json"]
		n.Inputs["requestTemplates"] = resource.NewProperty(resource.PropertyMap{"application/xml": text})
	}},
	"content handling": {"LP-INTG-001", func(a attacked) { a.ofGet(graph.Integration, "contentHandling", "CONVERT_TO_BINARY") }},
	"response content handling": {"LP-INTG-001", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "contentHandling", "CONVERT_TO_BINARY")
	}},
	"a method without an integration": {"LP-INTG-002", func(a attacked) { a.method("GET", map[string]any{"authorization": "AWS_IAM"}, nil) }},
	"an operation from a stage variable": {"LP-INTG-002", func(a attacked) {
		a.text(a.of(graph.Integration, "get"), "uri", "GetItem", "${stageVariables.action}")
	}},
	"another service of AWS": {"LP-INTG-002", func(a attacked) {
		a.method("POST", map[string]any{"authorization": "NONE"}, map[string]any{"type": "AWS", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:iam:action/CreateUser", "credentials": a.of(graph.Role, "get"), "requestTemplates": map[string]any{"application/json": "{}"}})
	}},
	"another account's id in the uri": {"LP-INTG-002", func(a attacked) {
		a.text(a.of(graph.Integration, "get"), "uri", "dynamodb:action", "999999999999.dynamodb:action")
	}},
	"the operation by the path": {"LP-INTG-002", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/{name}")
	}},
	"integration by GET": {"LP-INTG-002", func(a attacked) { a.ofGet(graph.Integration, "integrationHttpMethod", "GET") }},
	"integration of type http": {"LP-INTG-002", func(a attacked) {
		a.ofGet(graph.Integration, "type", "HTTP")
		a.ofGet(graph.Integration, "uri", "https://dynamodb.us-east-1.amazonaws.com")
	}},
	"integration by http to plain": {"LP-INTG-002", func(a attacked) { a.ofGet(graph.Integration, "type", "AWS_PROXY") }},
	"a header that names the operation": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.X-Amz-Target": "'DynamoDB_20120810.Scan'"})
	}},
	"a header override from the client": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.X-Amz-Target": "method.request.header.target"})
	}},
	"another path by an override": {"LP-INTG-003", func(a attacked) {
		a.asks("get", `#set($context.requestOverride.path.name = $input.params('name'))`+getItem("x"))
	}},
	"another header by an override": {"LP-INTG-003", func(a attacked) {
		a.asks("get", `#set($context.requestOverride.header.X-Amz-Target = $input.params('name'))`+getItem("x"))
	}},
	"another operation by a mapped header": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.X-Amz-Target": "method.request.path.name"})
	}},
	"header mapping of content": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.Content-Type": "method.request.header.Content-Type"})
	}},
	"errors as successes by gateway responses": {"LP-INTG-004", func(a attacked) {
		for _, kind := range []string{"DEFAULT_4XX", "DEFAULT_5XX"} {
			a.add(graph.GatewayResponse, kind, map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": kind, "statusCode": "200", "responseTemplates": map[string]any{"application/json": `{"ok":true}`}})
		}
	}},
	"errors as successes by an override": {"LP-INTG-004", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.IntegrationResponse && n.Inputs["selectionPattern"].IsString() && n.Inputs["selectionPattern"].StringValue() == `4\d{2}` {
				a.set(n, "responseTemplates", map[string]any{"application/json": "#set($context.responseOverride.status = 200)\n{\"ok\":true}"})
			}
		}
	}},
	"one gateway response as a success": {"LP-INTG-004", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "ACCESS_DENIED", "statusCode": "204"})
	}},
	"a default response for everything": {"LP-INTG-004", func(a attacked) {
		a.drop(graph.IntegrationResponse, "get")
	}},
	"a gateway response for every error of a server as a success": {"LP-INTG-004", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_5XX", "statusCode": "200"})
	}},
	"errors without a response": {"LP-INTG-004", func(a attacked) {
		a.Resources = removed(a.Resources, func(n *wire.Resource) bool {
			return n.Type == graph.IntegrationResponse && a.ofMethod("get", n) && strings.Contains(n.Name, "50")
		})
	}},
	"wrong pattern": {"LP-INTG-004", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-502-response"), "selectionPattern", `4\d{3}`)
	}},
	"undeclared answer": {"LP-INTG-004", func(a attacked) { a.drop(graph.MethodResponse, "get/{}-200") }},
	"undeclared header": {"LP-INTG-004", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X": "'x'"})
	}},
	"gateway response 302": {"LP-INTG-004", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "ACCESS_DENIED", "statusCode": "302", "responseParameters": map[string]any{"gatewayresponse.header.Location": "'https://x'"}})
	}},
	"403 as success": {"LP-INTG-004", func(a attacked) { a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "selectionPattern", "[24].*") }},
	"a gateway response with the client's key": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "denied", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "ACCESS_DENIED", "statusCode": "403", "responseTemplates": map[string]any{"application/json": `{"key":"$context.identity.apiKey"}`}})
	}},
	"an error's text for the client": {"LP-INTG-005", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-502-response"), "responseTemplates", map[string]any{"application/json": `{"message":$input.json('$.message')}`})
	}},
	"claims in a response header": {"LP-INTG-005", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X-User": "context.authorizer.claims.email"})
	}},
	"integration error": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "f", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "INTEGRATION_FAILURE", "statusCode": "500", "responseTemplates": map[string]any{"application/json": `{"m":"$context.integrationErrorMessage"}`}})
	}},
	"gateway response redirects": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "UNAUTHORIZED", "statusCode": "401", "responseParameters": map[string]any{"gatewayresponse.header.Location": "method.request.querystring.next"}})
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
	"header of stage variable": {"LP-INTG-005", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X": "stageVariables.secret"})
		a.set(a.of(graph.MethodResponse, "get/{}-200"), "responseParameters", map[string]any{"method.response.header.X": true})
	}},
}
