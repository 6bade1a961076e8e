package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
)

// badTemplates are stacks with templates that let a client out of its place, or fail every time.
var badTemplates = map[string]badStack{
	"a second template that says something else": {"LP-TMPL-001", func(a attacked) {
		get := a.of(graph.Integration, "get")
		templates := get.Inputs["requestTemplates"].ObjectValue().Mappable()
		templates["text/plain"] = `{"TableName":"other","Key":{"name":{"S":"x"}}}`
		a.set(get, "requestTemplates", templates)
	}},
	"stage variables in a template": {"LP-TMPL-001", func(a attacked) {
		get := a.of(graph.Integration, "get")
		a.set(get, "requestTemplates", map[string]any{"application/json": `{"TableName":"$stageVariables.table","Key":{"name":{"S":"$util.escapeJavaScript($input.params('name')).replaceAll("\\'","'")"}}}`})
	}},
	"the table by the client":       {"LP-TMPL-001", func(a attacked) { a.asks("get", `{"TableName":"$util.urlEncode($input.params('name'))"`+moviesKey+`}`) }},
	"the table by a stage variable": {"LP-TMPL-001", func(a attacked) { a.asks("get", `{"TableName":"$stageVariables.table"`+moviesKey+`}`) }},
	"the table of another stack, at times": {"LP-TMPL-001", func(a attacked) {
		a.asks("get", `{"TableName":"#if($input.params('x') == "y")other#{else}lambdaless-prod-favorite_movies#end"`+moviesKey+`}`)
	}},
	"table of another name": {"LP-TMPL-001", func(a attacked) { a.set(a.of(graph.Table, ""), "name", "other") }},
	"table named by unknown": {"LP-TMPL-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "name", resource.MakeComputed(resource.NewProperty("")))
	}},
	"attributes by the client": {"LP-TMPL-002", func(a attacked) {
		a.asks("get", `{`+moviesTable+moviesKey+`,"ProjectionExpression":"$util.urlEncode($input.params('name'))"}`)
	}},
	"an attribute's name by the client": {"LP-TMPL-002", func(a attacked) {
		a.asks("get", `{`+moviesTable+moviesKey+`,"ProjectionExpression":"#a","ExpressionAttributeNames":{"#a":"$util.urlEncode($input.params('name'))"}}`)
	}},
	"an option by the client":            {"LP-TMPL-002", func(a attacked) { a.asks("get", `{`+moviesTable+moviesKey+`,"ConsistentRead":$input.params('name')}`) }},
	"the key as the client sends it":     {"LP-TMPL-002", func(a attacked) { a.asks("get", `{`+moviesTable+`,"Key":$input.json('$.key')}`) }},
	"the request as the client sends it": {"LP-TMPL-002", func(a attacked) { a.asks("get", `$input.body`) }},
	"the item as the client sends it":    {"LP-TMPL-002", func(a attacked) { a.asks("put", `{`+moviesTable+`,"Item":$input.json('$.item')}`) }},
	"a map as the client sends it":       {"LP-TMPL-002", func(a attacked) { a.asks("put", putItem(`"m":{"M":$input.json('$')}`)) }},
	"a type by the client":               {"LP-TMPL-002", func(a attacked) { a.asks("put", putItem(`"m":{"$util.urlEncode($input.params('name'))":"x"}`)) }},
	"an attribute by the client":         {"LP-TMPL-002", func(a attacked) { a.asks("put", putItem(`"$util.urlEncode($input.params('name'))":{"S":"x"}`)) }},
	"a condition by the client": {"LP-TMPL-002", func(a attacked) {
		a.asks("put", `{`+moviesTable+`,"Item":{`+moviesName+`},"ConditionExpression":"$util.urlEncode($input.params('name'))"}`)
	}},
	"an iterator's value after its loop": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", "#foreach($x in [$input.params('name')])#set($y = $x)#end"+getItem("$y"))
	}},
	"a text that is escaped for JavaScript only": {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem("$util.escapeJavaScript($input.params('name'))")) }},
	"a part of an escaped text": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", getItem(`$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'").substring(0, 5)`))
	}},
	"the first piece of an escaped text": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", `#set($all = $util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'").split("n"))`+getItem("$all[0]"))
	}},
	"quotes taken out, backslashes left": {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem(`$input.params('name').replaceAll('"', '')`)) }},
	"decoded after it was escaped": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", getItem(`$util.urlDecode($util.escapeJavaScript($input.params('name')))`))
	}},
	"encoded and decoded again": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", getItem(`$util.base64Decode($util.base64Encode($input.params('name')))`))
	}},
	"a map of all parameters": {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem(`$input.params().path.name`)) }},
	"a map of parameters by a second name": {"LP-TMPL-003", func(a attacked) {
		a.asks("get", `#set($p = $input.params())#set($q = $p.get("path"))`+getItem(`$q.get("name")`))
	}},
	"a block that is rendered later": {"LP-TMPL-003", func(a attacked) { a.asks("get", `#define($k)$n#end#set($n = $input.params('name'))`+getItem("$k")) }},
	"the user agent":                 {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem(`$context.identity.userAgent`)) }},
	"the path of the request":        {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem(`$context.path`)) }},
	"a member of parsed JSON":        {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem(`$util.parseJson($input.params('name')).k`)) }},
	"a quiet reference":              {"LP-TMPL-003", func(a attacked) { a.asks("get", getItem(`$!input.params('name')`)) }},
	"a text with a text in it":       {"LP-TMPL-003", func(a attacked) { a.asks("get", `#set($n = $input.params('name'))#set($t = "a-$n")`+getItem(`$t`)) }},
	"a second content type": {"LP-TMPL-003", func(a attacked) {
		n := a.of(graph.Integration, "get")
		texts := n.Inputs["requestTemplates"].ObjectValue().Copy()
		texts["text/plain"] = resource.NewProperty(getItem("$input.params('name')"))
		n.Inputs["requestTemplates"], n.Outputs["requestTemplates"] = resource.NewProperty(texts), resource.NewProperty(texts)
	}},
	"an answer with what the client sent": {"LP-TMPL-003", func(a attacked) { a.answers("get", `{"name":"$input.params('name')"}`) }},
	"an answer with a stored text":        {"LP-TMPL-003", func(a attacked) { a.answers("get", `{"name":"$input.path('$.Item.name.S')"}`) }},
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
		a.asks("put", strings.ReplaceAll(putItem(`"a":{"S":"x"}`), "$input.params('name')", "$context.authorizer.claims.sub"))
	}},
	"login: email": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$util.escapeJavaScript($context.authorizer.claims.email).replaceAll("\\'", "'")`))
	}},
	"login: username": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$util.escapeJavaScript($context.authorizer.claims["preferred_username"]).replaceAll("\\'", "'")`))
	}},
	"login: sub or client": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", `#if($input.params('x') == "y")`+getItem(`$context.authorizer.claims.sub`)+`#else`+getItem(`$util.urlEncode($input.params('name'))`)+`#end`)
	}},
	"login: sub joined without separator": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$context.authorizer.claims.sub$util.urlEncode($input.params('name'))`))
	}},
	"login: client first": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$util.urlEncode($input.params('name'))#$context.authorizer.claims.sub`))
	}},
	"login: part of the sub": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$context.authorizer.claims.sub.substring(0, 1)`))
	}},
	"login: sub in other letters": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$context.authorizer.claims.sub.replaceAll("[0-9a-f-]", "")`))
	}},
	"iam: client's key":    {"LP-TMPL-004", func(a attacked) { a.login("AWS_IAM") }},
	"iam: source ip":       {"LP-TMPL-004", func(a attacked) { a.login("AWS_IAM"); a.asks("get", getItem(`$context.identity.sourceIp`)) }},
	"iam: account":         {"LP-TMPL-004", func(a attacked) { a.login("AWS_IAM"); a.asks("get", getItem(`$context.identity.accountId`)) }},
	"custom: client's key": {"LP-TMPL-004", func(a attacked) { a.login("CUSTOM") }},
	"login: cached for all": {"LP-TMPL-004", func(a attacked) {
		a.login("COGNITO_USER_POOLS")
		a.asks("get", getItem(`$context.authorizer.claims.sub`))
	}},
	"iam method opened by policy": {"LP-TMPL-004", func(a attacked) {
		a.login("AWS_IAM")
		a.asks("get", getItem(`$context.identity.userArn`))
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}`)
	}},
	"a table with another key": {"LP-TMPL-005", func(a attacked) {
		a.set(a.of(graph.Table, ""), "hashKey", "other")
	}},
	"a key of the wrong type": {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+moviesTable+`,"Key":{"name":{"N":"1"}}}`) }},
	"a key that is empty":     {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+moviesTable+`,"Key":{"name":{"S":""}}}`) }},
	"a placeholder without a value": {"LP-TMPL-005", func(a attacked) {
		a.asks("put", `{`+moviesTable+`,"Item":{`+moviesName+`},"ConditionExpression":"#a = :b","ExpressionAttributeNames":{"#a":"name"}}`)
	}},
	"typo": {"LP-TMPL-005", func(a attacked) {
		a.asks("get", strings.ReplaceAll(`{`+moviesTable+moviesKey+`}`, "params('name')", "params('nam')"))
	}},
	"reserved word": {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+moviesTable+moviesKey+`,"ProjectionExpression":"name"}`) }},
	"unused name": {"LP-TMPL-005", func(a attacked) {
		a.asks("get", `{`+moviesTable+moviesKey+`,"ExpressionAttributeNames":{"#n":"name"}}`)
	}},
	"return values": {"LP-TMPL-005", func(a attacked) { a.asks("put", `{`+moviesTable+`,"Item":{`+moviesName+`},"ReturnValues":"ALL_NEW"}`) }},
	"condition": {"LP-TMPL-005", func(a attacked) {
		a.asks("put", `{`+moviesTable+`,"Item":{`+moviesName+`},"ConditionExpression":"attribute_exists(:v)","ExpressionAttributeValues":{":v":{"S":"x"}}}`)
	}},
	"more of a key":    {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+moviesTable+`,"Key":{`+moviesName+`,"id":{"S":"x"}}}`) }},
	"item without key": {"LP-TMPL-005", func(a attacked) { a.asks("put", `{`+moviesTable+`,"Item":{"a":{"S":"x"}}}`) }},
	"key is a number": {"LP-TMPL-005", func(a attacked) {
		a.set(a.of(graph.Table, ""), "attributes", []any{map[string]any{"name": "name", "type": "N"}})
	}},
	"a filter that names a key": {"LP-TMPL-005", func(a attacked) { a.asks("get", `{`+moviesTable+moviesKey+`,"FilterExpression":"#n = :v"}`) }},
	"a number that is a text":   {"LP-TMPL-005", func(a attacked) { a.asks("put", putItem(`"n":{"N":"abc"}`)) }},
	"an empty set":              {"LP-TMPL-005", func(a attacked) { a.asks("put", putItem(`"n":{"SS":[]}`)) }},
	"two types in a value":      {"LP-TMPL-005", func(a attacked) { a.asks("put", putItem(`"n":{"S":"x","N":"1"}`)) }},
	"a bool as text":            {"LP-TMPL-005", func(a attacked) { a.asks("put", putItem(`"n":{"BOOL":"yes"}`)) }},
	"an unknown type":           {"LP-TMPL-005", func(a attacked) { a.asks("put", putItem(`"n":{"T":"x"}`)) }},
	"parameter not required": {"LP-TMPL-005", func(a attacked) {
		a.set(a.of(graph.Method, "get"), "requestParameters", map[string]any{})
		a.asks("get", getItem(`$util.urlEncode($input.params('who'))`))
	}},
	"a template that is evaluated": {"LP-TMPL-006", func(a attacked) { a.asks("get", `#evaluate($input.params('name'))`+getItem("x")) }},
	"a directive within quotes":    {"LP-TMPL-006", func(a attacked) { a.asks("get", `#set($x = "#if(true)$input.params('name')#end")`+getItem("$x")) }},
	"a macro":                      {"LP-TMPL-006", func(a attacked) { a.asks("get", `#macro(k)$input.params('name')#end`+getItem("#k()")) }},
	"a list's text": {"LP-TMPL-006", func(a attacked) {
		a.asks("get", `#set($l = [])#set($ok = $l.add($input.params('name')))`+getItem(`$l`))
	}},
	"a map's text": {"LP-TMPL-006", func(a attacked) {
		a.asks("get", `#set($m = {})#set($ok = $m.put("a", $input.params('name')))`+getItem(`$m.values()`))
	}},
	"trailing comma": {"LP-TMPL-006", func(a attacked) { a.asks("get", `{`+moviesTable+moviesKey+`,}`) }},
}
