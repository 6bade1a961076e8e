package template

import (
	"strings"
	"testing"

	. "lambdaless/policy/checks/checktest"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-TMPL-002": {Unknown},
		"LP-TMPL-005": {Unknown}, // what is unknown is LP-TMPL-006's
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
	query := func(s Situation, name, rest string) Case {
		return With(s, name, func(f *Fixture) { f.Template("query", `{"TableName":"books","IndexName":"by-year",`+rest+`}`) })
	}
	const byYear = `"KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"` + Escaped + `"}}`
	update := func(s Situation, name, rest string) Case {
		return With(s, name, func(f *Fixture) {
			f.Method("update", "PATCH", "@book", "UpdateItem", TableARN, `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"}},`+rest+`}`)
		})
	}
	keysOnly := func(f *Fixture) {
		f.Set("table", []any{Properties{"name": "by-year", "hashKey": "year", "projectionType": "KEYS_ONLY"}}, "globalSecondaryIndexes")
	}
	login := func(c Case) Case {
		return Case{Situation: c.Situation, Name: c.Name, Change: func(t *testing.T, f *Fixture) {
			t.Helper()
			f.Set("get", "COGNITO_USER_POOLS", "authorization")
			c.Change(t, f)
		}}
	}
	shared := func(tables string, scopes ...any) func(*Fixture) {
		return func(f *Fixture) {
			f.Settings.SharedTables = []string{tables}
			f.Set("get", scopes, "authorizationScopes")
		}
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
			get(Half, "another table on one path", `{"TableName":"#if($input.params('a') == "b")films#{else}books#end"}`),
			get(Half, "a literal with something before it", `{"TableName":"$input.params('p')books"}`),
			With(Half, "an index that is not there", func(f *Fixture) {
				f.Template("query", `{"TableName":"books","IndexName":"by-name"}`)
			}),
			With(Half, "one of two content types", func(f *Fixture) {
				f.Set("get-integration", "$input.body", "requestTemplates", "application/xml")
			}),
			With(Unknown, "the table's name is unknown", func(f *Fixture) {
				f.Hide("table", "name")
			}),
		},
		"LP-TMPL-006": {
			With(Good, "literals and values", func(*Fixture) {}),
			get(Half, "nothing on one path", `#if($input.params('a') == "b"){"TableName":"books"}#end`),
			get(Violating, "does not parse", `#if(`),
			get(Violating, "empty", `## nothing`),
			With(Violating, "no template", func(f *Fixture) { f.Set("get-integration", nil, "requestTemplates") }),
			With(Unknown, "the templates are unknown", func(f *Fixture) { f.Hide("get-integration", "requestTemplates") }),
			changed(`#set($x = $input.path('$').put("pages", $input.params('q')))`),
			changed(`#set($x = $input.path('$').replace("pages", $input.params('q')))`),
			changed(`#set($in = $input.path('$'))#set($in.pages = $input.params('q'))`),
			changed(`#set($in = $input.path('$'))#set($in["pages"] = $input.params('q'))`),
			get(Unknown, "a view that is kept while its map changes", `#set($m = {"a": "1"})#set($v = $m.values())#set($o = $m.put("b", $input.params('x'))){"TableName":"books","Key":{"id":{"S":"#foreach($e in $v)$e#end"}}}`),
			get(Unknown, "an iterator", `#set($it = $input.path('$.l').iterator())#if($it.next() == "a")#set($t = "fine")#else#set($t = $input.params('x'))#end{"TableName":"books","Key":{"id":{"S":"#if($it.next() == "a")$t#{else}fine#end"}}}`),
			get(Unknown, "an unknown reference, which may be text", `{"TableName":"books","Key":{"id":{"S":"$method.request.querystring.kind"}}}`),
			get(Unknown, "a variable that some path does not set", `#if($input.params('a') == "b")#set($x = "1")#end{"TableName":"books","Key":{"id":{"S":"$x"}}}`),
			get(Unknown, "overrides by way of the values of $context", `#foreach($e in $context.values())#set($o = $e.header.put("X-Amz-Target", "x"))#end{"TableName":"books","Key":{"id":{"S":"x"}}}`),
			get(Unknown, "a macro", `#macro(key)x#end{"TableName":"books","Key":{"id":{"S":"#key()"}}}`),
			get(Unknown, "a variable of API Gateway's that is replaced", `#set($context.stage = $input.params('x')){"TableName":"books","Key":{"id":{"S":"$context.stage"}}}`),
			get(Unknown, "the variable of a loop that is set, without effect for null", `{"TableName":"books","Key":{"id":{"S":"#foreach($x in $input.path('$.l'))#set($x = "a")#if($x == "a")b#{else}$input.body#end#end"}}}`),
			get(Unknown, "JSON on one path only", `{"TableName":"books"#if($input.params('a') == "b"),#end}`),
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
			With(Good, "a token that the client chooses", func(f *Fixture) {
				f.Method("more", "POST", "@book", "TransactWriteItems", TableARN, transaction(`{"Delete":{"TableName":"books","Key":` + first + `}}`)[:1]+
					`"ClientRequestToken":"$context.requestId",`+transaction(`{"Delete":{"TableName":"books","Key":` + first + `}}`)[1:])
			}),
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
			get(Violating, "a key of a map that the client chooses", `#set($m = {})#set($m[$input.params('x')] = "y"){"TableName":"books","Key":{"id":{"S":"#foreach($k in $m.keySet())$k#end"}}}`),
			get(Violating, "an inner map that is changed by another name", `#set($inner = {})#set($m = {"i": $inner})#set($m.i[$input.params('x')] = "y"){"TableName":"books","Key":{"id":{"S":"#foreach($k in $inner.keySet())$k#end"}}}`),
			get(Violating, "a value that is put by another name of the map", `#set($m = {"a": "1"})#set($n = $m)#set($o = $n.put("b", $input.params('x'))){"TableName":"books","Key":{"id":{"S":"#foreach($e in $m)$e#end"}}}`),
			get(Violating, "a list that is added to by another name", `#set($l = ["1"])#set($k = $l)#set($o = $k.add($input.params('x'))){"TableName":"books","Key":{"id":{"S":"$l.get(1)"}}}`),
			get(Violating, "what follows a #break that ends a block only", `#define($b)#break#end{"TableName":"books","Key":{"id":{"S":"#foreach($i in [1])$b$input.params('x')#end"}}}`),
			get(Violating, "a text of two references as a condition", `#set($a = $input.params('a'))#set($c = $input.params('b')){"TableName":"books","Key":{"id":{"S":"#if("$a$c")fine#{else}$input.params('x')#end"}}}`),
			get(Violating, "in a list of lists", `{"TableName":"books","ExpressionAttributeValues":{":a":{"L":[#foreach($x in $input.path('$.l'))#if($foreach.index > 0),#end{"L":[#foreach($y in $x)#if($foreach.index > 0),#end{"S":"$y"}#end]}#end]}}}`),
			key(Half, "unescaped again", `$util.urlDecode($util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'"))`),
			key(Half, "a part of an escaped text", Escaped+`.substring(3)`),
			key(Half, "escaped on one path", `#if($input.params('a') == "b")`+Escaped+`#else$input.params('id')#end`),
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
			With(Unknown, "an answer that is not JSON on one path", func(f *Fixture) {
				f.Set("get-200", `{"a":#if($input.path('$.a') == "")1#end}`, "responseTemplates", "application/json")
			}),
		},
		"LP-TMPL-005": {
			With(Good, "requests that DynamoDB accepts", func(*Fixture) {}),
			get(Violating, "another attribute for the key", `{"TableName":"books","Key":{"i":{"S":"`+Escaped+`"}}}`),
			get(Violating, "a member in another case", `{"TableName":"books"`+`,"Key":{"id":{"S":"`+Escaped+`"}},"consistentRead":true}`),
			item(Violating, "a condition that is misspelled", `"id":{"S":"`+Escaped+`"}},"ConditionExpresion":"attribute_not_exists(id)","x":{`),
			item(Violating, "a condition with two letters exchanged", `"id":{"S":"`+Escaped+`"}},"ConditionExpressoin":"attribute_not_exists(id)","x":{`),
			item(Good, "a member that is none of DynamoDB's", `"id":{"S":"`+Escaped+`"}},"Comment":"stores a book","x":{`),
			get(Violating, "a boolean option in quotes", `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"}},"ConsistentRead":"true"}`),
			get(Violating, "no key", `{"TableName":"books","Key":{}}`),
			get(Violating, "an attribute beside the key", `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"},"title":{"S":"x"}}}`),
			get(Half, "a key on one path only", `{"TableName":"books","Key":{#if($input.params('a') == "b")"id":{"S":"`+Escaped+`"}#end}}`),
			item(Violating, "a number without quotes", `"id":{"S":"`+Escaped+`"},"pages":{"N":$input.json('$.pages')}`),
			item(Violating, "a text that is not checked to be a number, without quotes", `"id":{"S":"`+Escaped+`"},"pages":{"N":$input.json('$.title')}`),
			item(Violating, "a literal number without quotes", `"id":{"S":"`+Escaped+`"},"pages":{"N":5}`),
			item(Violating, "a text that is not a number", `"id":{"S":"`+Escaped+`"},"pages":{"N":"five"}`),
			item(Violating, "a number of the body as a text", `"id":{"S":"`+Escaped+`"},"title":{"S":$input.json('$.pages')}`),
			item(Violating, "a boolean in quotes", `"id":{"S":"`+Escaped+`"},"sold":{"BOOL":"true"}`),
			item(Violating, "a type that DynamoDB does not have", `"id":{"S":"`+Escaped+`"},"sold":{"STR":"true"}`),
			item(Violating, "an empty set", `"id":{"S":"`+Escaped+`"},"tags":{"SS":[]}`),
			item(Violating, "a nested number without quotes", `"id":{"S":"`+Escaped+`"},"l":{"L":[{"M":{"n":{"N":1}}}]}`),
			With(Violating, "a key of another type", func(f *Fixture) {
				f.Set("table", []any{Properties{"name": "id", "type": "N"}}, "attributes")
			}),
			get(Violating, "a value that no expression uses", `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"}},"ProjectionExpression":"title","ExpressionAttributeNames":{"#t":"title"}}`),
			get(Violating, "a name that is not defined", `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"}},"ProjectionExpression":"#t"}`),
			With(Violating, "a query without a key condition", func(f *Fixture) { f.Template("query", `{"TableName":"books","IndexName":"by-year"}`) }),
			query(Violating, "a query by another attribute", `"KeyConditionExpression":"title = :y","ExpressionAttributeValues":{":y":{"S":"`+Escaped+`"}}`),
			query(Violating, "a consistent read of a global index", `"ConsistentRead":true,"KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"`+Escaped+`"}}`),
			query(Violating, "a count with a projection", `"Select":"COUNT","ProjectionExpression":"title","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"`+Escaped+`"}}`),
			query(Good, "a count", `"Select":"COUNT","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"`+Escaped+`"}}`),
			query(Violating, "all attributes of an index of keys", `"Select":"ALL_ATTRIBUTES","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"`+Escaped+`"}}`).And(keysOnly),
			query(Violating, "an attribute that the index does not hold", `"ProjectionExpression":"id, title","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"`+Escaped+`"}}`).And(keysOnly),
			With(Half, "a key that a request may leave out", func(f *Fixture) {
				f.Template("query", `{"TableName":"books","KeyConditionExpression":"id = :i","ExpressionAttributeValues":{":i":{"S":"x"}}}`)
				f.Template("get", `{"TableName":"books","Key":{"id":{"S":"$util.escapeJavaScript($input.params('isbn')).replaceAll("\\'", "'")"}}}`)
			}),
			With(Good, "a key from a query string that is required", func(f *Fixture) {
				f.Template("get", `{"TableName":"books","Key":{"id":{"S":"$util.escapeJavaScript($input.params('isbn')).replaceAll("\\'", "'")"}}}`)
				f.Set("get", Properties{"method.request.path.id": true, "method.request.querystring.isbn": true}, "requestParameters")
			}),
			query(Good, "a limit of the client, and 0 for one that is refused", `"Limit":#set($limit = $input.params('limit'))#if($limit.matches("[1-9][0-9]?"))$limit#{else}0#end,`+byYear),
			query(Violating, "a limit of 0", `"Limit":0,`+byYear),
			query(Violating, "a limit in quotes", `"Limit":"10",`+byYear),
			query(Violating, "an option with a value that there is not", `"ReturnConsumedCapacity":"ALL",`+byYear),
			query(Violating, "members from before expressions", `"QueryFilter":{},`+byYear),
			query(Violating, "a filter that does not parse", `"FilterExpression":"title == :y",`+byYear),
			query(Violating, "a filter with a reserved word", `"FilterExpression":"status = :y",`+byYear),
			query(Violating, "a filter by the key", `"FilterExpression":"#y <> :y",`+byYear),
			query(Violating, "a function that takes no number", `"FilterExpression":"begins_with(title, :y)",`+byYear),
			query(Violating, "a range of the partition key", strings.Replace(byYear, "#y = :y", "#y > :y", 1)),
			query(Violating, "a key of another type", strings.Replace(byYear, `{"N":`, `{"S":`, 1)).And(func(f *Fixture) {
				f.Set("table", []any{Properties{"name": "id", "type": "S"}, Properties{"name": "year", "type": "N"}}, "attributes")
			}),
			item(Violating, "two types in one value", `"id":{"S":"`+Escaped+`"},"title":{"S":"a","N":"1"}`),
			item(Violating, "a list where an object stands", `"id":{"S":"`+Escaped+`"},"title":{"M":[]}`),
			item(Violating, "a number with more digits than DynamoDB stores", `"id":{"S":"`+Escaped+`"},"pages":{"N":"`+strings.Repeat("1", 39)+`"}`),
			update(Violating, "an update that is empty", `"UpdateExpression":""`),
			update(Good, "an update with nothing to change where the body has nothing", `"UpdateExpression":"#if($input.params('a') == "b")REMOVE title#end"`),
			update(Violating, "an update of the key", `"UpdateExpression":"SET id = :v","ExpressionAttributeValues":{":v":{"S":"a"}}`),
			update(Violating, "an update of overlapping paths", `"UpdateExpression":"REMOVE title, title.a"`),
			update(Violating, "an update that adds to a text", `"UpdateExpression":"ADD title :v","ExpressionAttributeValues":{":v":{"S":"a"}}`),
			get(Good, "a key from a query string with a default", `#set($isbn = $input.params('isbn'))#if($isbn == "")#set($isbn = "none")#end{"TableName":"books","Key":{"id":{"S":"$util.escapeJavaScript($isbn).replaceAll("\\'", "'")"}}}`),
		},
		"LP-TMPL-004": {
			With(Good, "no method requires a login", func(*Fixture) {}),
			login(key(Good, "the caller's own", `$context.authorizer.claims.sub`)).And(mine),
			login(key(Good, "the caller's own with a prefix", `USER#$context.authorizer.claims.sub`)).And(mine),
			login(key(Good, "a table that is shared", Escaped)).And(shared("books", "books/write")),
			login(key(Good, "a table that is shared among users of a pool", Escaped)).And(shared("boo*: COGNITO_USER_POOLS", "books/write")),
			login(key(Violating, "a shared table without a scope", Escaped)).And(shared("books")),
			login(key(Violating, "a table that is shared among others", Escaped)).And(shared("books: AWS_IAM", "books/write")),
			login(key(Violating, "another table that is shared", Escaped)).And(shared("book", "books/write")),
			login(key(Good, "the caller's own, a separator, and what the client chooses", `$context.authorizer.claims.sub#`+Escaped)).And(mine),
			login(key(Good, "a trusted claim, a separator, and what the client chooses", `TENANT#$util.escapeJavaScript($context.authorizer.claims['custom:tenant']).replaceAll("\\'", "'")#`+Escaped)).And(mine).And(func(f *Fixture) {
				f.Settings.TrustedClaims = map[string]string{"custom:tenant": "set by the sign-up function, immutable"}
			}),
			login(key(Violating, "a claim that the user may change", `$util.escapeJavaScript($context.authorizer.claims.nickname).replaceAll("\\'", "'")`)).And(mine),
			login(key(Good, "the caller's own without its hyphens", `$context.authorizer.claims.sub.replace("-", "").toLowerCase()`)).And(mine),
			login(key(Good, "the caller's own, encoded", `$util.base64Encode($context.authorizer.claims.sub)`)).And(mine),
			login(key(Violating, "a part of the caller's own", `$context.authorizer.claims.sub.substring(0, 4)`)).And(mine),
			login(key(Violating, "how long the caller's own is", `$context.authorizer.claims.sub.length()`)).And(mine),
			login(key(Violating, "a hash of the caller's own", `USER#$context.authorizer.claims.sub.hashCode()`)).And(mine),
			login(key(Violating, "a first part of the caller's own", `$context.authorizer.claims.sub.split("-").get(0)`)).And(mine),
			login(key(Violating, "whether there is a caller", `$context.authorizer.claims.sub.isEmpty()`)).And(mine),
			login(key(Violating, "the caller's own with letters taken out", `$context.authorizer.claims.sub.replaceAll("[a-f]", "x")`)).And(mine),
			login(key(Violating, "what the client chooses before the caller's own", Escaped+`#$context.authorizer.claims.sub`)).And(mine),
			With(Good, "AWS_IAM, by who signed", func(f *Fixture) {
				f.Set("get", "AWS_IAM", "authorization")
				f.Template("get", `{"TableName":"books","Key":{"id":{"S":"$context.identity.userArn"}}}`)
				f.Settings.TrustedClaims = map[string]string{"sub": "the same as the user's ARN"}
				mine(f)
			}),
			With(Good, "AWS_IAM, by the identity without its colon", func(f *Fixture) {
				f.Set("get", "AWS_IAM", "authorization")
				f.Template("get", `{"TableName":"books","Key":{"id":{"S":"$context.identity.cognitoIdentityId.replaceAll(":", "_")"}}}`)
				mine(f)
				f.Settings.TrustedClaims = map[string]string{"sub": "the same as the user's ARN"}
			}),
			With(Violating, "AWS_IAM, by a part of who signed", func(f *Fixture) {
				f.Set("get", "AWS_IAM", "authorization")
				f.Template("get", `{"TableName":"books","Key":{"id":{"S":"$context.identity.userArn.split("/").get(0)"}}}`)
				mine(f)
			}),
			With(Violating, "AWS_IAM, with the client's key", func(f *Fixture) { f.Set("get", "AWS_IAM", "authorization") }),
			With(Half, "the signer, where requests are not signed", func(f *Fixture) {
				f.Set("get", "COGNITO_USER_POOLS", "authorization")
				f.Template("get", `{"TableName":"books","Key":{"id":{"S":"$context.identity.userArn"}}}`)
			}),
			With(Half, "an alias that stands for the key on some paths only", func(f *Fixture) {
				f.Set("query", "COGNITO_USER_POOLS", "authorization")
				f.Template("query", `{"TableName":"books","KeyConditionExpression":"#k = :me AND #o = :other","ExpressionAttributeNames":{#if($input.params('x') == "")"#k":"id","#o":"sort"#{else}"#k":"sort","#o":"id"#end},`+
					`"ExpressionAttributeValues":{":me":{"S":"$context.authorizer.claims.sub"},":other":{"S":"`+Escaped+`"}}}`)
			}),
			login(key(Violating, "the client's", Escaped)),
			login(get(Violating, "no key at all", `{"TableName":"books"}`)),
			login(key(Violating, "one key for all", `everybody`)),
			key(Half, "the caller's own without a login, and a PUT with the client's", `$context.authorizer.claims.sub`),
			login(key(Half, "the client's beside the caller's", `$context.authorizer.claims.sub`+Escaped)),
			login(key(Half, "the client's on one path", `#if($input.params('a') == "b")`+Escaped+`#else$context.authorizer.claims.sub#end`)),
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
