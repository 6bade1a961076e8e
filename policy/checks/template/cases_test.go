package template

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-TMPL-002": {Unknown},
	})
}

func cases() map[string][]Case {
	get := func(s Situation, name, template string) Case {
		return With(s, name, func(f *Fixture) { f.Template("get", template) })
	}
	item := func(s Situation, name, attributes string) Case {
		return With(s, name, func(f *Fixture) { f.Template("put", `{"TableName":"books","Item":{`+attributes+`}}`) })
	}
	key := func(s Situation, name, expression string) Case {
		return get(s, name, `{"TableName":"books","Key":{"id":{"S":"`+expression+`"}}}`)
	}
	login := func(c Case) Case {
		return Case{Situation: c.Situation, Name: c.Name, Change: func(t *testing.T, f *Fixture) {
			t.Helper()
			f.Set("get", "COGNITO_USER_POOLS", "authorization")
			c.Change(t, f)
		}}
	}
	// changed puts something into the body after it was validated.
	changed := func(how string) Case {
		return With(Unknown, "a number that was replaced by "+how, func(f *Fixture) {
			f.Template("put", how+`{"TableName":"books","Item":{"id":{"S":"`+Escaped+`"},"pages":{"N":"$input.path('$.pages')"}}}`)
		})
	}
	return map[string][]Case{
		"LP-TMPL-001": {
			With(Good, "literals", func(*Fixture) {}),
			get(Good, "literal on both ways", `{"TableName":"books"#if($input.params('a') == "b"),"ConsistentRead":true#end}`),
			get(Good, "put together from literals", `#set($t = "bo" + "oks"){"TableName":"$t"}`),
			get(Violating, "from the client", `{"TableName":"$util.escapeJavaScript($input.params('t'))"}`),
			get(Violating, "from a stage variable", `{"TableName":"$stageVariables.t"}`),
			get(Violating, "another table", `{"TableName":"films"}`),
			get(Violating, "none", `{"Key":{}}`),
			get(Violating, "an index that GetItem does not take", `{"TableName":"books","IndexName":"by-year"}`),
			get(Violating, "does not parse", `#if(`),
			get(Violating, "empty", `## nothing`),
			With(Violating, "no template", func(f *Fixture) { f.Set("get-integration", nil, "requestTemplates") }),
			get(Half, "another table on one way", `{"TableName":"#if($input.params('a') == "b")films#{else}books#end"}`),
			get(Half, "a literal with something before it", `{"TableName":"$input.params('p')books"}`),
			With(Half, "an index that is not there", func(f *Fixture) {
				f.Template("query", `{"TableName":"books","IndexName":"by-name"}`)
			}),
			With(Half, "one of two content types", func(f *Fixture) {
				f.Set("get-integration", "$input.body", "requestTemplates", "application/xml")
			}),
			With(Unknown, "the templates are unknown", func(f *Fixture) { f.Hide("get-integration", "requestTemplates") }),
			With(Unknown, "the table's name is unknown", func(f *Fixture) {
				f.Hide("table", "name")
			}),
			changed(`#set($x = $input.path('$').put("pages", $input.params('q')))`),
			changed(`#set($x = $input.path('$').replace("pages", $input.params('q')))`),
			changed(`#set($in = $input.path('$'))#set($in.pages = $input.params('q'))`),
			changed(`#set($in = $input.path('$'))#set($in["pages"] = $input.params('q'))`),
			get(Unknown, "JSON on one way only", `{"TableName":"books"#if($input.params('a') == "b"),#end}`),
		},
		"LP-TMPL-002": {
			With(Good, "values only", func(*Fixture) {}),
			item(Good, "lists and maps of values", `"l":{"L":[{"S":"`+Escaped+`"}]},"m":{"M":{"a":{"N":"`+Escaped+`"}}},"s":{"SS":["`+Escaped+`"]}`),
			item(Good, "a list in a loop", `"l":{"L":[#foreach($t in $input.path('$.tags')){"S":"$util.escapeJavaScript("$t").replaceAll("\\'", "'")"}#if($foreach.hasNext),#end#end]}`),
			item(Good, "an attribute that may be missing", `"id":{"S":"x"}#set($n = $input.path('$.note'))#if($n != ""),"note":{"S":"$util.escapeJavaScript($n).replaceAll("\\'", "'")"}#end`),
			get(Violating, "the whole request", `$input.json('$')`),
			item(Violating, "an attribute's name", `"`+Escaped+`":{"S":"x"}`),
			get(Violating, "an expression", `{"TableName":"books","ProjectionExpression":"`+Escaped+`"}`),
			item(Half, "an attribute's type", `"id":{"`+Escaped+`":"x"}`),
			item(Good, "a set, whose items have no types of their own", `"s":{"SS":$input.json('$.tags')}`),
			item(Half, "a list with its items' types", `"l":{"L":$input.json('$.tags')}`),
			item(Half, "an attribute with its type", `"id":$input.json('$.id')`),
			item(Half, "a map's members", `"id":{"M":$input.json('$.id')}`),
			item(Half, "an item of a list", `"id":{"L":[$input.json('$.id')]}`),
			get(Half, "an option", `{"TableName":"books","ConsistentRead":$input.json('$.c')}`),
			get(Half, "the name behind a placeholder", `{"TableName":"books","ExpressionAttributeNames":{"#a":"`+Escaped+`"}}`),
		},
		"LP-TMPL-003": {
			With(Good, "escaped, or checked by a model to be a number", func(*Fixture) {}),
			key(Good, "decoded and then escaped", `$util.escapeJavaScript($util.urlDecode($input.params('id'))).replaceAll("\\'", "'")`),
			get(Good, "escaped in a variable", `#set($id = $util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'")){"TableName":"books","Key":{"id":{"S":"a#$id#b"}}}`),
			key(Good, "base64", `$util.base64Encode($input.params('id'))`),
			key(Good, "a count", `$input.params('id').length()`),
			key(Good, "who the caller is", `$context.authorizer.claims.sub`),
			key(Good, "the program's stage variable", `$stageVariables.prefix`),
			key(Violating, "as it is", `$input.params('id')`),
			key(Violating, "in a variable", `#set($x = $input.params('id'))$x`),
			key(Violating, "a claim that the user wrote", `$context.authorizer.claims.name`),
			key(Violating, "the path, with the client's own bytes", `$context.path`),
			item(Violating, "a text of the body without quotes", `"id":{"S":$input.path('$.id')}`),
			With(Violating, "an answer with a stored text", func(f *Fixture) {
				f.Set("get-200", `{"a":"$input.path('$.Item.a.S')"}`, "responseTemplates", "application/json")
			}),
			key(Half, "escaped but for quotes", `$util.escapeJavaScript($input.params('id'))`),
			key(Half, "unescaped again", `$util.urlDecode($util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'"))`),
			key(Half, "a part of an escaped text", Escaped+`.substring(3)`),
			key(Half, "escaped on one way", `#if($input.params('a') == "b")`+Escaped+`#else$input.params('id')#end`),
			item(Half, "JSON within quotes", `"id":{"S":"$input.json('$.id')"}`),
			item(Half, "a text that a model does not check to be a number", `"id":{"S":"$input.path('$.title')"}`),
			With(Half, "a number, and bodies are not validated", func(f *Fixture) { f.Set("validator", false, "validateRequestBody") }),
			With(Half, "a number, beside a reference that replaces all of the model", func(f *Fixture) {
				f.Set("model", `{"type":"object","$ref":"#/definitions/any","definitions":{"any":{}},"properties":{"title":{"type":"string"},"pages":{"type":"integer"}}}`, "schema")
			}),
			With(Half, "a number, in a body of another content type", func(f *Fixture) {
				f.Set("put-integration", `{"TableName":"books","Item":{"pages":{"N":"$input.path('$.pages')"}}}`, "requestTemplates", "application/x-json")
			}),
			With(Unknown, "a response template is unknown", func(f *Fixture) { f.Hide("get-200", "responseTemplates") }),
			With(Unknown, "another language", func(f *Fixture) {
				f.Set("get-200", `<a>$input.path('$.a')</a>`, "responseTemplates", "text/html")
			}),
			With(Unknown, "an answer that is no JSON on one way", func(f *Fixture) {
				f.Set("get-200", `{"a":#if($input.path('$.a') == "")1#end}`, "responseTemplates", "application/json")
			}),
		},
		"LP-TMPL-004": {
			With(Good, "nobody logs in", func(*Fixture) {}),
			login(key(Good, "the caller's own", `$context.authorizer.claims.sub`)).And(mine),
			login(key(Good, "the caller's own with a prefix", `USER#$context.authorizer.claims.sub`)).And(mine),
			login(key(Good, "a table that is shared", Escaped)).And(func(f *Fixture) { f.Settings.SharedTables = []string{"books"} }),
			login(key(Violating, "the client's", Escaped)),
			login(get(Violating, "no key at all", `{"TableName":"books"}`)),
			login(key(Violating, "one key for all", `everybody`)),
			key(Half, "the caller's own without a login, and a PUT with the client's", `$context.authorizer.claims.sub`),
			login(key(Half, "the client's beside the caller's", `$context.authorizer.claims.sub`+Escaped)),
			login(key(Half, "the client's on one way", `#if($input.params('a') == "b")`+Escaped+`#else$context.authorizer.claims.sub#end`)),
			With(Half, "a query with the client's key", func(f *Fixture) { f.Set("query", "CUSTOM", "authorization") }),
			With(Unknown, "whether one logs in is unknown, with a template that is", func(f *Fixture) {
				f.Hide("get", "authorization")
				f.Hide("get-integration", "requestTemplates")
			}),
		},
	}
}

// mine makes the other methods take their keys from the claims too.
func mine(f *Fixture) {
	f.Template("put", `{"TableName":"books","Item":{"id":{"S":"$context.authorizer.claims.sub"}}}`)
	f.Template("query", `{"TableName":"books","IndexName":"by-year","KeyConditionExpression":"year = :y AND id > :i","ExpressionAttributeValues":{":y":{"S":"$context.authorizer.claims.sub"}}}`)
}
