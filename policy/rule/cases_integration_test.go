package rule

import (
	"testing"

	"lambdaless/policy/graph"
)

func integrationCases() map[string][]ruleCase {
	set := func(s situation, name string, v any, path ...string) ruleCase {
		return with(s, name, func(f *fixture) { f.set("get-integration", v, path...) })
	}
	return map[string][]ruleCase{
		"LP-INTG-001": {
			with(good, "never", func(*fixture) {}),
			set(violating, "the default", "WHEN_NO_MATCH", "passthroughBehavior"),
			set(violating, "not set", nil, "passthroughBehavior"),
			set(half, "only without templates", "WHEN_NO_TEMPLATES", "passthroughBehavior"),
			set(unknown, "unknown", unknownValue{}, "passthroughBehavior"),
		},
		"LP-INTG-002": {
			with(good, "actions", func(*fixture) {}),
			with(good, "a preflight that calls nothing", func(f *fixture) {
				f.add(graph.Method, "options", properties{"restApi": "@api", "resourceId": "@book", "httpMethod": "OPTIONS"})
				f.add(graph.Integration, "options-integration", properties{"restApi": "@api", "resourceId": "@book", "httpMethod": "OPTIONS", "type": "MOCK"})
			}),
			set(violating, "a path", "arn:aws:apigateway:eu-west-1:dynamodb:path//", "uri"),
			set(violating, "another service", "arn:aws:apigateway:eu-west-1:s3:action/GetObject", "uri"),
			set(violating, "an administrator's operation", "arn:aws:apigateway:eu-west-1:dynamodb:action/DeleteTable", "uri"),
			with(violating, "no integration", func(f *fixture) { f.remove("get-integration") }),
			set(half, "the operation from a stage variable", "arn:aws:apigateway:eu-west-1:dynamodb:action/${stageVariables.o}", "uri"),
			set(half, "not a POST", "GET", "integrationHttpMethod"),
			set(half, "a proxy", "HTTP", "type"),
			set(unknown, "unknown", unknownValue{}, "uri"),
		},
		"LP-INTG-003": {
			with(good, "nothing is mapped", func(*fixture) {}),
			with(good, "a response override", func(f *fixture) {
				f.template("get", `#set($context.responseOverride.status = 404){"TableName":"books"}`)
			}),
			set(violating, "a header is mapped", properties{"integration.request.header.X-Amz-Target": "method.request.header.T"}, "requestParameters"),
			with(violating, "the template overrides", func(f *fixture) {
				f.template("get", `#set($context.requestOverride.header.X-Amz-Target = "x"){"TableName":"books"}`)
			}),
			with(half, "on one way only", func(f *fixture) {
				f.template("get", `#if($input.params('a') == "b")#set($context.requestOverride.path.p = "x")#end{"TableName":"books"}`)
			}),
			with(half, "by a method", func(f *fixture) {
				f.template("get", `#set($x = $context.get("requestOverride").header.put("a", "b")){"TableName":"books"}`)
			}),
			with(half, "by a name that the client chooses", func(f *fixture) {
				f.template("get", `#set($x = $context.get($input.params('n'))){"TableName":"books"}`)
			}),
			set(unknown, "mappings are unknown", unknownValue{}, "requestParameters"),
		},
		"LP-INTG-004": {
			with(good, "all are answered", func(*fixture) {}),
			with(good, "each by its own", func(f *fixture) {
				f.set("get-503", `500|503`, "selectionPattern")
			}),
			with(violating, "no answer to refusals", func(f *fixture) { f.remove("get-502") }),
			with(violating, "no default", func(f *fixture) { f.remove("get-200") }),
			with(half, "a refusal is a success", func(f *fixture) { f.set("get-502", "200", "statusCode") }),
			with(half, "only some failures", func(f *fixture) { f.set("get-503", "503", "selectionPattern") }),
			with(half, "the pattern is of a part of the status", func(f *fixture) { f.set("get-502", "4", "selectionPattern") }),
			with(half, "successes match too", func(f *fixture) { f.set("get-502", `\d{3}`, "selectionPattern") }),
			with(unknown, "a pattern is unknown", func(f *fixture) {
				f.hide("get-503", "selectionPattern")
				f.set("get-502", `[45]\d{2}`, "selectionPattern")
			}),
		},
	}
}

func templateCases() map[string][]ruleCase {
	get := func(s situation, name, template string) ruleCase {
		return with(s, name, func(f *fixture) { f.template("get", template) })
	}
	item := func(s situation, name, attributes string) ruleCase {
		return with(s, name, func(f *fixture) { f.template("put", `{"TableName":"books","Item":{`+attributes+`}}`) })
	}
	key := func(s situation, name, expression string) ruleCase {
		return get(s, name, `{"TableName":"books","Key":{"id":{"S":"`+expression+`"}}}`)
	}
	login := func(c ruleCase) ruleCase {
		return ruleCase{c.situation, c.name, func(t *testing.T, f *fixture) {
			t.Helper()
			f.set("get", "COGNITO_USER_POOLS", "authorization")
			c.change(t, f)
		}}
	}
	// changed puts something into the body after it was validated.
	changed := func(how string) ruleCase {
		return with(half, "a number that was replaced by "+how, func(f *fixture) {
			f.template("put", how+`{"TableName":"books","Item":{"id":{"S":"`+escaped+`"},"pages":{"N":"$input.path('$.pages')"}}}`)
		})
	}
	return map[string][]ruleCase{
		"LP-TMPL-001": {
			with(good, "literals", func(*fixture) {}),
			get(good, "literal on both ways", `{"TableName":"books"#if($input.params('a') == "b"),"ConsistentRead":true#end}`),
			get(good, "put together from literals", `#set($t = "bo" + "oks"){"TableName":"$t"}`),
			get(violating, "from the client", `{"TableName":"$util.escapeJavaScript($input.params('t'))"}`),
			get(violating, "from a stage variable", `{"TableName":"$stageVariables.t"}`),
			get(violating, "another table", `{"TableName":"films"}`),
			get(violating, "none", `{"Key":{}}`),
			get(violating, "an index that GetItem does not take", `{"TableName":"books","IndexName":"by-year"}`),
			get(violating, "does not parse", `#if(`),
			get(violating, "empty", `## nothing`),
			with(violating, "no template", func(f *fixture) { f.set("get-integration", nil, "requestTemplates") }),
			get(half, "another table on one way", `{"TableName":"#if($input.params('a') == "b")films#{else}books#end"}`),
			get(half, "a literal with something before it", `{"TableName":"$input.params('p')books"}`),
			with(half, "an index that is not there", func(f *fixture) {
				f.template("query", `{"TableName":"books","IndexName":"by-name"}`)
			}),
			with(half, "one of two content types", func(f *fixture) {
				f.set("get-integration", "$input.body", "requestTemplates", "application/xml")
			}),
			with(unknown, "the templates are unknown", func(f *fixture) { f.hide("get-integration", "requestTemplates") }),
			with(unknown, "the table's name is unknown", func(f *fixture) {
				f.hide("table", "name")
			}),
			get(unknown, "JSON on one way only", `{"TableName":"books"#if($input.params('a') == "b"),#end}`),
		},
		"LP-TMPL-002": {
			with(good, "values only", func(*fixture) {}),
			item(good, "lists and maps of values", `"l":{"L":[{"S":"`+escaped+`"}]},"m":{"M":{"a":{"N":"`+escaped+`"}}},"s":{"SS":["`+escaped+`"]}`),
			item(good, "a list in a loop", `"l":{"L":[#foreach($t in $input.path('$.tags')){"S":"$util.escapeJavaScript("$t").replaceAll("\\'", "'")"}#if($foreach.hasNext),#end#end]}`),
			item(good, "an attribute that may be missing", `"id":{"S":"x"}#set($n = $input.path('$.note'))#if($n != ""),"note":{"S":"$util.escapeJavaScript($n).replaceAll("\\'", "'")"}#end`),
			get(violating, "the whole request", `$input.json('$')`),
			item(violating, "an attribute's name", `"`+escaped+`":{"S":"x"}`),
			get(violating, "an expression", `{"TableName":"books","ProjectionExpression":"`+escaped+`"}`),
			item(half, "an attribute's type", `"id":{"`+escaped+`":"x"}`),
			item(good, "a set, whose items have no types of their own", `"s":{"SS":$input.json('$.tags')}`),
			item(half, "a list with its items' types", `"l":{"L":$input.json('$.tags')}`),
			item(half, "an attribute with its type", `"id":$input.json('$.id')`),
			item(half, "a map's members", `"id":{"M":$input.json('$.id')}`),
			item(half, "an item of a list", `"id":{"L":[$input.json('$.id')]}`),
			get(half, "an option", `{"TableName":"books","ConsistentRead":$input.json('$.c')}`),
			get(half, "the name behind a placeholder", `{"TableName":"books","ExpressionAttributeNames":{"#a":"`+escaped+`"}}`),
		},
		"LP-TMPL-003": {
			with(good, "escaped, or checked by a model to be a number", func(*fixture) {}),
			key(good, "decoded and then escaped", `$util.escapeJavaScript($util.urlDecode($input.params('id'))).replaceAll("\\'", "'")`),
			get(good, "escaped in a variable", `#set($id = $util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'")){"TableName":"books","Key":{"id":{"S":"a#$id#b"}}}`),
			key(good, "base64", `$util.base64Encode($input.params('id'))`),
			key(good, "a count", `$input.params('id').length()`),
			key(good, "who the caller is", `$context.authorizer.claims.sub`),
			key(good, "the program's stage variable", `$stageVariables.prefix`),
			key(violating, "as it is", `$input.params('id')`),
			key(violating, "in a variable", `#set($x = $input.params('id'))$x`),
			key(violating, "a claim that the user wrote", `$context.authorizer.claims.name`),
			key(violating, "the path, with the client's own bytes", `$context.path`),
			item(violating, "a text of the body without quotes", `"id":{"S":$input.path('$.id')}`),
			with(violating, "an answer with a stored text", func(f *fixture) {
				f.set("get-200", `{"a":"$input.path('$.Item.a.S')"}`, "responseTemplates", "application/json")
			}),
			key(half, "escaped but for quotes", `$util.escapeJavaScript($input.params('id'))`),
			key(half, "unescaped again", `$util.urlDecode($util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'"))`),
			key(half, "a part of an escaped text", escaped+`.substring(3)`),
			key(half, "escaped on one way", `#if($input.params('a') == "b")`+escaped+`#else$input.params('id')#end`),
			item(half, "JSON within quotes", `"id":{"S":"$input.json('$.id')"}`),
			item(half, "a text that a model does not check to be a number", `"id":{"S":"$input.path('$.title')"}`),
			with(half, "a number, and bodies are not validated", func(f *fixture) { f.set("validator", false, "validateRequestBody") }),
			with(half, "a number, beside a reference that replaces all of the model", func(f *fixture) {
				f.set("model", `{"type":"object","$ref":"#/definitions/any","definitions":{"any":{}},"properties":{"title":{"type":"string"},"pages":{"type":"integer"}}}`, "schema")
			}),
			changed(`#set($x = $input.path('$').put("pages", $input.params('q')))`),
			changed(`#set($x = $input.path('$').replace("pages", $input.params('q')))`),
			changed(`#set($in = $input.path('$'))#set($in.pages = $input.params('q'))`),
			changed(`#set($in = $input.path('$'))#set($in["pages"] = $input.params('q'))`),
			with(half, "a number, in a body of another content type", func(f *fixture) {
				f.set("put-integration", `{"TableName":"books","Item":{"pages":{"N":"$input.path('$.pages')"}}}`, "requestTemplates", "application/x-json")
			}),
			with(unknown, "a response template is unknown", func(f *fixture) { f.hide("get-200", "responseTemplates") }),
			with(unknown, "another language", func(f *fixture) {
				f.set("get-200", `<a>$input.path('$.a')</a>`, "responseTemplates", "text/html")
			}),
			with(unknown, "an answer that is no JSON on one way", func(f *fixture) {
				f.set("get-200", `{"a":#if($input.path('$.a') == "")1#end}`, "responseTemplates", "application/json")
			}),
		},
		"LP-TMPL-004": {
			with(good, "nobody logs in", func(*fixture) {}),
			login(key(good, "the caller's own", `$context.authorizer.claims.sub`)).and(mine),
			login(key(good, "the caller's own with a prefix", `USER#$context.authorizer.claims.sub`)).and(mine),
			login(key(good, "a table that is shared", escaped)).and(func(f *fixture) { f.settings.SharedTables = []string{"books"} }),
			login(key(violating, "the client's", escaped)),
			login(get(violating, "no key at all", `{"TableName":"books"}`)),
			login(key(violating, "one key for all", `everybody`)),
			key(half, "the caller's own without a login, and a PUT with the client's", `$context.authorizer.claims.sub`),
			login(key(half, "the client's beside the caller's", `$context.authorizer.claims.sub`+escaped)),
			login(key(half, "the client's on one way", `#if($input.params('a') == "b")`+escaped+`#else$context.authorizer.claims.sub#end`)),
			with(half, "a query with the client's key", func(f *fixture) { f.set("query", "CUSTOM", "authorization") }),
			with(unknown, "whether one logs in is unknown, with a template that is", func(f *fixture) {
				f.hide("get", "authorization")
				f.hide("get-integration", "requestTemplates")
			}),
		},
	}
}

// mine makes the other methods take their keys from the claims too.
func mine(f *fixture) {
	f.template("put", `{"TableName":"books","Item":{"id":{"S":"$context.authorizer.claims.sub"}}}`)
	f.template("query", `{"TableName":"books","IndexName":"by-year","KeyConditionExpression":"year = :y AND id > :i","ExpressionAttributeValues":{":y":{"S":"$context.authorizer.claims.sub"}}}`)
}

// and changes the stack further.
func (c ruleCase) and(change func(*fixture)) ruleCase {
	return ruleCase{c.situation, c.name, func(t *testing.T, f *fixture) { c.change(t, f); change(f) }}
}
