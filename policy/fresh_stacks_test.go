package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// The request of GET, with the text of its key, and that of PUT, with a member of its item.
const (
	freshTable = `"TableName":"lambdaless-prod-favorite_movies"`
	freshKey   = `,"Key":{"name":{"S":"$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'")"}}`
	freshName  = `"name":{"S":"$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'")"}`
)

func freshGet(key string) string { return `{` + freshTable + `,"Key":{"name":{"S":"` + key + `"}}}` }

func freshPut(member string) string {
	return `{` + freshTable + `,"Item":{` + freshName + `,` + member + `}}`
}

// asks gives a method another request template, and answers another template of its success.
func (a attacked) asks(method, template string) {
	a.set(a.of(graph.Integration, method), "requestTemplates", map[string]any{"application/json": template})
}

func (a attacked) answers(method, template string) {
	a.set(a.of(graph.IntegrationResponse, method+"/{}-200"), "responseTemplates", map[string]any{"application/json": template})
}

// may adds a role of the account's functions with an action.
func (a attacked) may(action, arn string) { a.role("helper", lambda, `"`+action+`"`, arn) }

// trusts adds a role that may read the table, and whom it trusts.
func (a attacked) trusts(principal, action, condition string) {
	a.reads(trusting(principal, action, condition))
}

// link makes a property the id or the ARN of another resource, which a preview does not know.
func (a attacked) link(n *wire.Resource, key string, to *wire.Resource) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	n.Inputs[resource.PropertyKey(key)], n.Outputs[resource.PropertyKey(key)] = unknown, unknown
	if n.PropertyDependencies == nil {
		n.PropertyDependencies = map[string][]string{}
	}
	n.PropertyDependencies[key] = []string{to.URN}
}

func (a attacked) ofMethod(method string, n *wire.Resource) bool {
	return strings.Contains(n.Name, method+"/{}")
}

// fresh is a rule that has to refuse a stack, and what makes the stack bad.
type fresh struct {
	rule   string
	change func(a attacked)
}

// freshBad are stacks that let a stranger in, leak, or fail every time.
var freshBad = map[string]fresh{
	// Templates: what a client sends leaves its place.
	"an iterator's value after its loop": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", "#foreach($x in [$input.params('name')])#set($y = $x)#end"+freshGet("$y"))
	}},
	"a text that is escaped for JavaScript only": {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet("$util.escapeJavaScript($input.params('name'))")) }},
	"a part of an escaped text": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", freshGet(`$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'").substring(0, 5)`))
	}},
	"the first piece of an escaped text": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", `#set($all = $util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'").split("n"))`+freshGet("$all[0]"))
	}},
	"quotes taken out, backslashes left": {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet(`$input.params('name').replaceAll('"', '')`)) }},
	"decoded after it was escaped": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", freshGet(`$util.urlDecode($util.escapeJavaScript($input.params('name')))`))
	}},
	"encoded and decoded again": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", freshGet(`$util.base64Decode($util.base64Encode($input.params('name')))`))
	}},
	"a map of all parameters": {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet(`$input.params().path.name`)) }},
	"a map of parameters by a second name": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", `#set($p = $input.params())#set($q = $p.get("path"))`+freshGet(`$q.get("name")`))
	}},
	"the table by the client":       {"LP-TMPL-001", func(a attacked) { a.asks("get", `{"TableName":"$util.urlEncode($input.params('name'))"`+freshKey+`}`) }},
	"the table by a stage variable": {"LP-TMPL-001", func(a attacked) { a.asks("get", `{"TableName":"$stageVariables.table"`+freshKey+`}`) }},
	"the table of another stack, at times": {"LP-TMPL-001", func(a attacked) {
		a.asks("get", `{"TableName":"#if($input.params('x') == "y")other#{else}lambdaless-prod-favorite_movies#end"`+freshKey+`}`)
	}},
	"attributes by the client": {"LP-TMPL-002", func(a attacked) {
		a.asks("get", `{`+freshTable+freshKey+`,"ProjectionExpression":"$util.urlEncode($input.params('name'))"}`)
	}},
	"an attribute's name by the client": {"LP-TMPL-002", func(a attacked) {
		a.asks("get", `{`+freshTable+freshKey+`,"ProjectionExpression":"#a","ExpressionAttributeNames":{"#a":"$util.urlEncode($input.params('name'))"}}`)
	}},
	"an option by the client":            {"LP-TMPL-002", func(a attacked) { a.asks("get", `{`+freshTable+freshKey+`,"ConsistentRead":$input.params('name')}`) }},
	"the key as the client sends it":     {"LP-TMPL-002", func(a attacked) { a.asks("get", `{`+freshTable+`,"Key":$input.json('$.key')}`) }},
	"the request as the client sends it": {"LP-TMPL-002", func(a attacked) { a.asks("get", `$input.body`) }},
	"the item as the client sends it":    {"LP-TMPL-002", func(a attacked) { a.asks("put", `{`+freshTable+`,"Item":$input.json('$.item')}`) }},
	"a map as the client sends it":       {"LP-TMPL-002", func(a attacked) { a.asks("put", freshPut(`"m":{"M":$input.json('$')}`)) }},
	"a type by the client":               {"LP-TMPL-002", func(a attacked) { a.asks("put", freshPut(`"m":{"$util.urlEncode($input.params('name'))":"x"}`)) }},
	"an attribute by the client":         {"LP-TMPL-002", func(a attacked) { a.asks("put", freshPut(`"$util.urlEncode($input.params('name'))":{"S":"x"}`)) }},
	"a condition by the client": {"LP-TMPL-002", func(a attacked) {
		a.asks("put", `{`+freshTable+`,"Item":{`+freshName+`},"ConditionExpression":"$util.urlEncode($input.params('name'))"}`)
	}},
	"a template that is evaluated":   {"LP-TMPL-006", func(a attacked) { a.asks("get", `#evaluate($input.params('name'))`+freshGet("x")) }},
	"a directive within quotes":      {"LP-TMPL-006", func(a attacked) { a.asks("get", `#set($x = "#if(true)$input.params('name')#end")`+freshGet("$x")) }},
	"a macro":                        {"LP-TMPL-006", func(a attacked) { a.asks("get", `#macro(k)$input.params('name')#end`+freshGet("#k()")) }},
	"a block that is rendered later": {"LP-TMPL-003", func(a attacked) { a.asks("get", `#define($k)$n#end#set($n = $input.params('name'))`+freshGet("$k")) }},
	"the user agent":                 {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet(`$context.identity.userAgent`)) }},
	"the path of the request":        {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet(`$context.path`)) }},
	"a member of parsed JSON":        {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet(`$util.parseJson($input.params('name')).k`)) }},
	"a quiet reference":              {"LP-TMPL-003", func(a attacked) { a.asks("get", freshGet(`$!input.params('name')`)) }},
	"a list's text": {"LP-TMPL-006", func(a attacked) {
		a.asks("get", `#set($l = [])#set($ok = $l.add($input.params('name')))`+freshGet(`$l`))
	}},
	"a map's text": {"LP-TMPL-006", func(a attacked) {
		a.asks("get", `#set($m = {})#set($ok = $m.put("a", $input.params('name')))`+freshGet(`$m.values()`))
	}},
	"a text with a text in it": {"LP-TMPL-003", func(a attacked) { a.asks("get", `#set($n = $input.params('name'))#set($t = "a-$n")`+freshGet(`$t`)) }},
	"a second content type": {"LP-TMPL-003", func(a attacked) {
		n := a.of(graph.Integration, "get")
		texts := n.Inputs["requestTemplates"].ObjectValue().Copy()
		texts["text/plain"] = resource.NewProperty(freshGet("$input.params('name')"))
		n.Inputs["requestTemplates"], n.Outputs["requestTemplates"] = resource.NewProperty(texts), resource.NewProperty(texts)
	}},
	"an answer with what the client sent": {"LP-TMPL-003", func(a attacked) { a.answers("get", `{"name":"$input.params('name')"}`) }},
	"an answer with a stored text":        {"LP-TMPL-003", func(a attacked) { a.answers("get", `{"name":"$input.path('$.Item.name.S')"}`) }},
	"another path by an override": {"LP-INTG-003", func(a attacked) {
		a.asks("get", `#set($context.requestOverride.path.name = $input.params('name'))`+freshGet("x"))
	}},
	"another header by an override": {"LP-INTG-003", func(a attacked) {
		a.asks("get", `#set($context.requestOverride.header.X-Amz-Target = $input.params('name'))`+freshGet("x"))
	}},
	"another operation by a mapped header": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.X-Amz-Target": "method.request.path.name"})
	}},
	"the operation by the path": {"LP-INTG-002", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/{name}")
	}},
	"the caller's own credentials": {"LP-ROLE-006", func(a attacked) { a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::*:user/*") }},
	"bodies as binary":             {"LP-INTG-001", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"*/*"}) }},
	"a key of the wrong type":      {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+freshTable+`,"Key":{"name":{"N":"1"}}}`) }},
	"a key that is empty":          {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+freshTable+`,"Key":{"name":{"S":""}}}`) }},
	"a placeholder without a value": {"LP-TMPL-005", func(a attacked) {
		a.asks("put", `{`+freshTable+`,"Item":{`+freshName+`},"ConditionExpression":"#a = :b","ExpressionAttributeNames":{"#a":"name"}}`)
	}},

	// Permissions of a method's role.
	"a second policy": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicy, "x", map[string]any{"role": a.methodRole(), "policy": statement(`"dynamodb:Scan"`, moviesARN)})
	}},
	"everything but writing": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","NotAction":"dynamodb:PutItem","Resource":"` + moviesARN + `"}`)
	}},
	"every table but one": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"` + moviesARN + `"}`)
	}},
	"a question mark in an action": {"LP-ROLE-001", func(a attacked) { a.grown(`{"Effect":"Allow","Action":"dynamodb:?etItem","Resource":"*"}`) }},
	"the same action on all indexes": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:Query","Resource":"` + moviesARN + `/index/*"}`)
	}},
	"an inline policy of the role": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "inlinePolicies", []any{map[string]any{"name": "x", "policy": statement(`"dynamodb:Scan"`, moviesARN)}})
	}},
	"a managed policy of the role": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "managedPolicyArns", []any{"arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"})
	}},
	"an attachment by the role's name": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.PolicyAttachment, "x", map[string]any{"name": "x", "roles": []any{a.methodRole()}, "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
	}},
	"a policy of the stack by its ARN": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Policy, "p", map[string]any{"name": "p", "policy": statement(`"dynamodb:*"`, moviesARN)})
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": a.methodRole(), "policyArn": "arn:aws:iam::" + account + ":policy/p"})
	}},

	// Trust.
	"a method's role for functions too": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":["apigateway.amazonaws.com","lambda.amazonaws.com"]}`, "sts:AssumeRole", ""))
	}},
	"a method's role for all but one": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}`)
	}},
	"a method's role for an identity provider": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", ""))
	}},
	"a method's role with tags": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:*", ""))
	}},
	"a reader for every repository": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:aud":"sts.amazonaws.com"}}`)
	}},
	"a reader for a pattern of every repository": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringLike":{"`+githubURL+`:sub":"repo:*"}}`)
	}},
	"a reader for guests of an identity pool": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", `{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}`)
	}},
	"a reader for another account": {"LP-ROLE-008", func(a attacked) { a.trusts(foreign, "sts:AssumeRole", "") }},
	"a reader for every account of some path": {"LP-ROLE-008", func(a attacked) {
		a.trusts(`{"AWS":"*"}`, "sts:AssumeRole", `{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}}`)
	}},
	"a reader for whoever knows the external id": {"LP-ROLE-008", func(a attacked) { a.trusts(`{"AWS":"*"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"1"}}`) }},

	// What others of the stack may do to the API.
	"a role that changes methods' roles": {"LP-IAM-002", func(a attacked) { a.may("iam:PutRolePolicy", "arn:aws:iam::"+account+":role/lambdaless-*") }},
	"a role that changes their trust":    {"LP-IAM-002", func(a attacked) { a.may("iam:UpdateAssumeRolePolicy", "*") }},
	"a role that passes every role": {"LP-IAM-002", func(a attacked) {
		a.role("helper", lambda, `["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]`, "*")
	}},
	"a role that writes policy versions": {"LP-IAM-002", func(a attacked) { a.may("iam:CreatePolicyVersion", "*") }},
	"a role that makes access keys":      {"LP-IAM-002", func(a attacked) { a.may("iam:CreateAccessKey", "arn:aws:iam::"+account+":user/*") }},
	"a public function with the table": {"LP-ROLE-008", func(a attacked) {
		r := a.role("open", lambda, `["dynamodb:Scan"]`, moviesARN)
		f := a.add("aws:lambda/function:Function", "open", map[string]any{"name": "open", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "open", map[string]any{"functionName": f, "authorizationType": "NONE"})
	}},
	"a table policy for any principal": {"LP-IAM-004", func(a attacked) {
		a.set(a.of(graph.TableResourcePolicy, ""), "policy", resourceStatement(`"*"`, `"dynamodb:GetItem"`, moviesARN))
	}},
	"a table policy with a condition that always holds": {"LP-IAM-004", func(a attacked) {
		a.set(a.of(graph.TableResourcePolicy, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"`+moviesARN+`","Condition":{"StringLike":{"aws:PrincipalAccount":"*"}}}]}`)
	}},

	// What is served, and how.
	"another deployment's stage": {"LP-STAGE-007", func(a attacked) {
		other := a.add(graph.Deployment, "other", map[string]any{"restApi": "abcdefghij"})
		a.link(a.of(graph.Stage, ""), "deployment", other)
	}},
	"keys that an authorizer names": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "apiKeySource", "AUTHORIZER") }},
	"an API by OpenAPI": {"LP-PACK-002", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "body", `{"openapi":"3.0.1","paths":{"/x":{"get":{}}}}`)
	}},
	"a plan without a limit": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.UsagePlan, ""), "throttleSettings", nil) }},
	"a plan without a quota": {"LP-METH-003", func(a attacked) { a.set(a.of(graph.UsagePlan, ""), "quotaSettings", nil) }},
	"writes by anyone":       {"LP-METH-001", func(a attacked) { a.set(a.of(graph.Method, "put/{}"), "apiKeyRequired", false) }},
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
	"a data trace of one method": {"LP-STAGE-004", func(a attacked) {
		a.add(graph.MethodSettings, "trace", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"dataTraceEnabled": true, "loggingLevel": "INFO"}})
	}},
	"a gateway response with the client's key": {"LP-INTG-005", func(a attacked) {
		a.add(graph.GatewayResponse, "denied", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "ACCESS_DENIED", "statusCode": "403", "responseTemplates": map[string]any{"application/json": `{"key":"$context.identity.apiKey"}`}})
	}},
	"an error's text for the client": {"LP-INTG-005", func(a attacked) {
		a.set(a.of(graph.IntegrationResponse, "get/{}-502-response"), "responseTemplates", map[string]any{"application/json": `{"message":$input.json('$.message')}`})
	}},
	"errors without a response": {"LP-INTG-004", func(a attacked) {
		a.Resources = removed(a.Resources, func(n *wire.Resource) bool {
			return n.Type == graph.IntegrationResponse && a.ofMethod("get", n) && strings.Contains(n.Name, "50")
		})
	}},
}

func removed(all []*wire.Resource, which func(*wire.Resource) bool) []*wire.Resource {
	var rest []*wire.Resource
	for _, n := range all {
		if !which(n) {
			rest = append(rest, n)
		}
	}
	return rest
}

// ofGet sets a property of GET's resource of a type.
func (a attacked) ofGet(kind, property, text string) { a.set(a.of(kind, "get/{}"), property, text) }

func TestFreshStacks(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	run := func(name string, change func(a attacked), want string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			change(attacked{t, stack})
			if want == "" {
				attacked{t, stack}.renew()
			}
			findings, _ := judged(stack)
			failed := failing(findings)
			if want == "" {
				assert.Empty(t, failed)
			} else {
				assert.Contains(t, failed, want)
			}
		})
	}
	for _, all := range []map[string]fresh{freshBad, freshOutside} {
		for name, bad := range all {
			run("bad: "+name, bad.change, bad.rule)
		}
	}
	for name, change := range freshGood {
		run("good: "+name, change, "")
	}
}
