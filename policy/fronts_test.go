package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

// front adds a distribution whose origin is the API, with what else the origin and the behavior have.
func (a attacked) front(origin, behavior map[string]any) {
	n := a.add(graph.Distribution, "cdn", map[string]any{
		"enabled": true, "origins": []any{with(map[string]any{"originId": "api", "domainName": "a1b2c3.execute-api.us-east-1.amazonaws.com"}, origin)},
		"defaultCacheBehavior": with(map[string]any{"targetOriginId": "api", "viewerProtocolPolicy": "https-only"}, behavior),
	})
	n.PropertyDependencies["origins"] = []string{a.of(graph.RestAPI, "").URN}
}

func edge(arn string) map[string]any {
	return map[string]any{"lambdaFunctionAssociations": []any{map[string]any{"eventType": "viewer-request", "lambdaArn": arn}}}
}

func TestWhatStandsInFrontOfTheAPI(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const foreignEdge, ownEdge = "arn:aws:lambda:us-east-1:999999999999:function:spy:1", "arn:aws:lambda:us-east-1:" + account + ":function:spy:1"
	key := map[string]any{"customHeaders": []any{map[string]any{"name": "X-Api-Key", "value": "0123456789abcdefghij"}}}
	refused(t, prod, "a function of another account at the edge", "LP-ROLE-008", func(a attacked) { a.front(nil, edge(foreignEdge)) })
	refused(t, prod, "a function of another account at some paths", "LP-ROLE-008", func(a attacked) {
		a.front(nil, nil)
		a.set(a.of(graph.Distribution, "cdn"), "orderedCacheBehaviors", []any{with(edge(foreignEdge), map[string]any{"pathPattern": "/a", "targetOriginId": "api"})})
	})
	refused(t, prod, "a key for everybody", "LP-METH-001", func(a attacked) { a.front(key, nil) })
	proxy := func(key, uri string, apiKey bool) func(a attacked) {
		return func(a attacked) {
			a.method("GET", map[string]any{"authorization": "NONE", "apiKeyRequired": apiKey}, map[string]any{
				"type": "HTTP_PROXY", "integrationHttpMethod": "PUT", "uri": uri, "requestParameters": map[string]any{"integration.request.header.X-Api-Key": key},
			})
		}
	}
	const itself, fixed = "https://a1b2c3.execute-api.us-east-1.amazonaws.com/prod/x", "'0123456789abcdefghij'"
	refused(t, prod, "a method that passes requests on with a key", "LP-METH-001", proxy(fixed, itself, false))
	refused(t, prod, "a method with a key of the stage", "LP-METH-001", proxy("stageVariables.key", "https://${stageVariables.host}/x", false))
	passes(t, prod, "a method that passes the client's key on", proxy("method.request.header.x-api-key", itself, false))
	passes(t, prod, "a method that asks for a key and has its own", proxy(fixed, itself, true))
	passes(t, prod, "a method with the key of another server", proxy(fixed, "https://api.example.com/x", false))
	const handler = "function handler(event) { event.request.headers['x-api-key'] = {value: 'k'}; return event.request; }"
	function := func(code string) func(a attacked) {
		return func(a attacked) {
			a.add(graph.EdgeFunction, "rewrite", map[string]any{"name": "rewrite", "runtime": "cloudfront-js-2.0", "code": code})
			a.front(nil, map[string]any{"functionAssociations": []any{map[string]any{"eventType": "viewer-request", "functionArn": "arn:aws:cloudfront::" + account + ":function/rewrite"}}})
		}
	}
	refused(t, prod, "a function that adds a key", "LP-METH-001", function(handler))
	passes(t, prod, "a function that adds nothing", function("function handler(event) { return event.request; }"))
	passes(t, prod, "a function of another distribution that adds a key", func(a attacked) {
		a.add(graph.EdgeFunction, "rewrite", map[string]any{"name": "rewrite", "runtime": "cloudfront-js-2.0", "code": handler})
		a.front(nil, nil)
	})
	passes(t, prod, "a distribution", func(a attacked) { a.front(nil, nil) })
	passes(t, prod, "functions of the account at the edge", func(a attacked) {
		a.front(nil, with(edge(ownEdge), map[string]any{"functionAssociations": []any{map[string]any{"eventType": "viewer-response", "functionArn": "arn:aws:cloudfront::" + account + ":function/headers"}}}))
	})
	passes(t, prod, "a secret header that is no key", func(a attacked) {
		a.front(map[string]any{"customHeaders": []any{map[string]any{"name": "x-origin-verify", "value": "abc"}}}, nil)
	})
	passes(t, prod, "a key for everybody, and writes with a login", func(a attacked) {
		a.front(key, nil)
		a.own("$context.identity.userArn")
	})
	passes(t, prod, "another distribution with a function of another account", func(a attacked) {
		a.add(graph.Distribution, "site", map[string]any{"origins": []any{map[string]any{"originId": "s3", "domainName": "site.s3.amazonaws.com"}}, "defaultCacheBehavior": edge(foreignEdge)})
	})
	refused(t, prod, "a function on the table that any account's lattice invokes", "LP-ROLE-008", func(a attacked) {
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": a.function("h", `"dynamodb:Scan"`, moviesARN), "principal": "vpc-lattice.amazonaws.com"})
	})
}

// own makes every method use the caller's key.
func (a attacked) own(key string) {
	a.uncached()
	a.asks("get", getItem(key))
	a.asks("delete", getItem(key))
	a.asks("put", `{`+moviesTable+`,"Item":{"name":{"S":"`+key+`"},"favorite_movie":{"S":$input.json('$.favorite_movie')}}}`)
	for _, method := range []string{"get", "put", "delete"} {
		a.set(a.of(graph.Method, method), "authorization", "AWS_IAM")
	}
}
