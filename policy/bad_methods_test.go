package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// badMethods are stacks with methods, stages and domains that are open or serve something else.
var badMethods = map[string]badStack{
	"an authorizer that does not exist": {"LP-METH-001", func(a attacked) {
		m := a.of(graph.Method, "put")
		a.set(m, "authorization", "CUSTOM")
		a.set(m, "authorizerId", "abc123")
	}},
	"writes by anyone": {"LP-METH-001", func(a attacked) { a.set(a.of(graph.Method, "put"), "apiKeyRequired", false) }},
	"login without an authorizer": {"LP-METH-001", func(a attacked) {
		n := a.of(graph.Method, "put/{}")
		a.set(n, "authorization", "COGNITO_USER_POOLS")
		a.set(n, "authorizationScopes", []any{"a/b"})
		a.asks("put", strings.ReplaceAll(putItem(`"a":{"S":"x"}`), "$input.params('name')", "$context.authorizer.claims.sub"))
	}},
	"a model that says nothing": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Model, ""), "schema", `{"description":"anything"}`) }},
	"a model that names types alone": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"type":["object","array","string"]}`)
	}},
	"a model whose alternatives include everything": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"anyOf":[{"type":"object","required":["name"]},{}]}`)
	}},
	"a validator that is not of this API": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Method, "put"), "requestValidatorId", "abc123") }},
	"a model that refers to nothing": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"$ref":"#/definitions/any","definitions":{"any":{}}}`)
	}},
	"a model that refers to itself": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"$ref":"#/definitions/x","definitions":{"x":{"$ref":"#/definitions/x"}}}`)
	}},
	"bodies that are not validated": {"LP-METH-002", func(a attacked) {
		a.each(graph.RequestValidator, func(n *wire.Resource) { a.set(n, "validateRequestBody", false) })
	}},
	"a model that accepts everything": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"$schema":"http://json-schema.org/draft-04/schema#"}`)
	}},
	"API Gateway's own model": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Method, "put/{}"), "requestModels", map[string]any{"application/json": "Empty"})
	}},
	"a model that negates nothing": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Model, ""), "schema", `{"not":{"type":"null"}}`) }},
	"parameter that is not in the path": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Method, "get/{}"), "requestParameters", map[string]any{"method.request.path.name": true, "method.request.path.other": true})
	}},
	"model that refuses all": {"LP-METH-002", func(a attacked) {
		a.set(a.of(graph.Model, ""), "schema", `{"type":"object","required":["a"],"additionalProperties":false,"properties":{"favorite_movie":{"type":"string"}}}`)
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
	"no validator":                  {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Method, "put"), "requestValidatorId", nil) }},
	"keys that an authorizer names": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "apiKeySource", "AUTHORIZER") }},
	"a plan without a limit":        {"LP-METH-003", func(a attacked) { a.set(a.of(graph.UsagePlan, ""), "throttleSettings", nil) }},
	"a plan without a quota":        {"LP-METH-003", func(a attacked) { a.set(a.of(graph.UsagePlan, ""), "quotaSettings", nil) }},
	"key value in the program": {"LP-METH-003", func(a attacked) {
		a.set(a.of("aws:apigateway/apiKey:ApiKey", ""), "value", "abcdefghijabcdefghijabcdefghij")
	}},
	"plan without the stage": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.UsagePlan, ""), "apiStages", []any{}) }},
	"disabled key":           {"LP-METH-003", func(a attacked) { a.set(a.of("aws:apigateway/apiKey:ApiKey", ""), "enabled", false) }},
	"key without a plan":     {"LP-METH-003", func(a attacked) { a.drop("aws:apigateway/usagePlanKey:UsagePlanKey", "") }},
	"two stages, one without logs": {"LP-METH-003", func(a attacked) {
		a.add(graph.Stage, "second", map[string]any{"restApi": a.of(graph.RestAPI, ""), "deployment": a.of(graph.Deployment, ""), "stageName": "second"})
	}},
	"a policy on the API that denies all": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}`)
	}},
	"a policy on the API that admits one account": {"LP-METH-005", func(a attacked) {
		a.add(graph.RestAPIPolicy, "p", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "policy": resourceStatement(foreign, `"execute-api:Invoke"`, "*")})
	}},
	"a policy on the API that denies every action": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:*","Resource":"*"}]}`)
	}},
	"firewall blocks": {"LP-METH-005", func(a attacked) {
		n := a.of("aws:wafv2/webAcl:WebAcl", "")
		a.set(n, "defaultAction", map[string]any{"block": map[string]any{}})
	}},
	"no address": {"LP-METH-005", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "disableExecuteApiEndpoint", true) }},
	"private": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "endpointConfiguration", map[string]any{"types": "PRIVATE"})
	}},
	"policy on api allows all verbs for foreign": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"execute-api:Invoke","Resource":"*"}]}`)
	}},
	"policy on api unknown": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", resource.MakeComputed(resource.NewProperty("")))
	}},
	"key in the access log": {"LP-STAGE-001", func(a attacked) {
		n := a.of(graph.Stage, "")
		s := n.Inputs["accessLogSettings"].ObjectValue().Copy()
		s["format"] = resource.NewProperty(`{"requestId":"$context.requestId","key":"$context.identity.apiKey"}`)
		n.Inputs["accessLogSettings"], n.Outputs["accessLogSettings"] = resource.NewProperty(s), resource.NewProperty(s)
	}},
	"throttle of one method off": {"LP-STAGE-003", func(a attacked) {
		a.add(graph.MethodSettings, "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"throttlingRateLimit": -1, "throttlingBurstLimit": -1}})
	}},
	"stage cache unencrypted": {"LP-STAGE-003", func(a attacked) {
		a.add(graph.MethodSettings, "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/DELETE", "settings": map[string]any{"cachingEnabled": true, "cacheDataEncrypted": false}})
	}},
	"a data trace of one method": {"LP-STAGE-004", func(a attacked) {
		a.add(graph.MethodSettings, "trace", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"dataTraceEnabled": true, "loggingLevel": "INFO"}})
	}},
	"caching of writes": {"LP-STAGE-006", func(a attacked) {
		a.add(graph.MethodSettings, "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"cachingEnabled": true, "cacheDataEncrypted": true, "throttlingRateLimit": 10, "throttlingBurstLimit": 10, "requireAuthorizationForCacheControl": true}})
	}},
	"no stage": {"LP-STAGE-007", func(a attacked) {
		stage := a.of(graph.Stage, "")
		for i, n := range a.Resources {
			if n == stage {
				a.Resources = append(a.Resources[:i:i], a.Resources[i+1:]...)
				break
			}
		}
	}},
	"a stage with a literal deployment": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Stage, ""), "deployment", "old123") }},
	"a canary with an older deployment": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Stage, ""), "canarySettings", map[string]any{"deploymentId": "old123", "percentTraffic": 50})
	}},
	"a second stage with a literal deployment": {"LP-STAGE-007", func(a attacked) {
		a.add(graph.Stage, "old", map[string]any{"restApi": a.of(graph.RestAPI, ""), "deployment": "old123", "stageName": "old"})
	}},
	"a stage of a literal API": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Stage, ""), "restApi", "zzzzzzzzzz") }},
	"a stage with the deployment of another API": {"LP-STAGE-007", func(a attacked) {
		other := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		d := a.add(graph.Deployment, "other", map[string]any{"restApi": other})
		stage := a.of(graph.Stage, "")
		stage.Inputs["deployment"] = resource.MakeComputed(resource.NewProperty(""))
		stage.PropertyDependencies["deployment"] = []string{d.URN}
	}},
	"a canary with other variables": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Stage, ""), "canarySettings", map[string]any{"percentTraffic": 10, "deploymentId": "x", "stageVariableOverrides": map[string]any{"table": "other"}})
	}},
	"a stage without a deployment": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Stage, ""), "deployment", nil) }},
	"a canary on the same deployment": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Stage, ""), "canarySettings", map[string]any{"percentTraffic": 50, "deploymentId": "old"})
	}},
	"another deployment's stage": {"LP-STAGE-007", func(a attacked) {
		other := a.add(graph.Deployment, "other", map[string]any{"restApi": "abcdefghij"})
		a.link(a.of(graph.Stage, ""), "deployment", other)
	}},
}
