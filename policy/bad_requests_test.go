package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
)

// badRequests are request templates of GET.
var badRequests = map[string]badTemplate{
	"two tables":                      {"LP-TMPL-006", `{"TableName":"lambdaless-prod-favorite_movies","TableName":"other"` + moviesKey + `}`},
	"two tables, one escaped":         {"LP-TMPL-006", `{"TableName":"lambdaless-prod-favorite_movies","Table\u004eame":"other"` + moviesKey + `}`},
	"a table in escapes":              {"LP-TMPL-001", `{"TableName":"lambdaless-prod-favorite_movie\u0058"` + moviesKey + `}`},
	"two keys":                        {"LP-TMPL-006", `{` + moviesTable + moviesKey + `,"Key":{"name":{"S":"$input.json('$.x')"}}}`},
	"trailing text":                   {"LP-TMPL-006", `{` + moviesTable + moviesKey + `}` + parameter("x")},
	"leading text":                    {"LP-TMPL-006", parameter("x") + `{` + moviesTable + moviesKey + `}`},
	"comma by client":                 {"LP-TMPL-006", `{` + moviesTable + moviesKey + `#if(` + parameter("x") + `),` + parameter("x") + `#end}`},
	"option json":                     {"LP-TMPL-002", `{` + moviesTable + moviesKey + `,"ConsistentRead":$input.json('$.c')}`},
	"names by client json":            {"LP-TMPL-002", `{` + moviesTable + moviesKey + `,"ProjectionExpression":"#a","ExpressionAttributeNames":$input.json('$.n')}`},
	"names by loop":                   {"LP-TMPL-006", `{` + moviesTable + moviesKey + `,"ProjectionExpression":"#a","ExpressionAttributeNames":{#foreach($k in $input.params().querystring.keySet())"#a":"$util.urlEncode($k)"#if($foreach.hasNext),#end#end}}`},
	"attributes to get":               {"LP-TMPL-002", `{` + moviesTable + moviesKey + `,"AttributesToGet":["$util.urlEncode(` + parameter("a") + `)"]}`},
	"capacity by client":              {"LP-TMPL-002", `{` + moviesTable + moviesKey + `,"ReturnConsumedCapacity":"$util.urlEncode(` + parameter("a") + `)"}`},
	"key with an attribute by client": {"LP-TMPL-002", `{` + moviesTable + `,"Key":{"$util.urlEncode(` + parameter("a") + `)":{"S":"x"}}}`},
	"key with a type by client":       {"LP-TMPL-002", `{` + moviesTable + `,"Key":{"name":{"$util.urlEncode(` + parameter("a") + `)":"x"}}}`},
	"a key too many":                  {"LP-TMPL-005", `{` + moviesTable + `,"Key":{"name":{"S":"x"},"more":{"S":"y"}}}`},
	"a key as binary":                 {"LP-TMPL-005", `{` + moviesTable + `,"Key":{"name":{"B":"eA=="}}}`},
	"no key":                          {"LP-TMPL-005", `{` + moviesTable + `}`},
	"an array":                        {"LP-TMPL-001", `[{` + moviesTable + moviesKey + `}]`},
	"an unknown member":               {"LP-TMPL-005", `{` + moviesTable + moviesKey + `,"FilterExpression":"a = :b"}`},
	"null table":                      {"LP-TMPL-001", `{"TableName":null` + moviesKey + `}`},
	"empty":                           {"LP-TMPL-006", ``},
	"only at times":                   {"LP-TMPL-006", `#if(` + parameter("x") + ` == "y"){` + moviesTable + moviesKey + `}#end`},
	"single quotes":                   {"LP-TMPL-006", `{'TableName':'lambdaless-prod-favorite_movies'` + moviesKey + `}`},
	"newline in a string":             {"LP-TMPL-006", "{\"TableName\":\"lambdaless-prod-favorite_movies\n\"" + moviesKey + "}"},
	"stage variable as table":         {"LP-TMPL-001", `{"TableName":"${stageVariables.table}"` + moviesKey + `}`},
	"table by request header":         {"LP-TMPL-001", `#set($t = $input.params().header.get("X-Table"))#if($t == "lambdaless-prod-favorite_movies")#else#set($t = "other")#end{"TableName":"$t"` + moviesKey + `}`},
	"table of another account":        {"LP-TMPL-001", `{"TableName":"arn:aws:dynamodb:us-east-1:999999999999:table/lambdaless-prod-favorite_movies"` + moviesKey + `}`},
	"table of another region":         {"LP-TMPL-001", `{"TableName":"arn:aws:dynamodb:eu-west-1:123456789012:table/lambdaless-prod-favorite_movies"` + moviesKey + `}`},
	"projection undefined name":       {"LP-TMPL-005", `{` + moviesTable + moviesKey + `,"ProjectionExpression":"#zz"}`},
	"projection syntax":               {"LP-TMPL-005", `{` + moviesTable + moviesKey + `,"ProjectionExpression":"a,,b"}`},
	"both projection kinds":           {"LP-TMPL-005", `{` + moviesTable + moviesKey + `,"ProjectionExpression":"a","AttributesToGet":["a"]}`},
}

// badMembers are members of the item that PUT writes.
var badMembers = map[string]badTemplate{
	"list as sent":                   {"LP-TMPL-002", `"l":{"L":$input.json('$.l')}`},
	"set as sent":                    {"LP-METH-002", `"l":{"SS":$input.json('$.l')}`},
	"null as sent":                   {"LP-METH-002", `"l":{"NULL":$input.json('$.l')}`},
	"bool as sent":                   {"LP-METH-002", `"l":{"BOOL":$input.json('$.l')}`},
	"value as sent":                  {"LP-TMPL-002", `"l":$input.json('$.l')`},
	"number raw":                     {"LP-TMPL-003", `"l":{"N":` + parameter("n") + `}`},
	"number raw quoted":              {"LP-TMPL-003", `"l":{"N":"` + parameter("n") + `"}`},
	"number of the body, undeclared": {"LP-TMPL-003", `"l":{"N":"$input.path('$.year')"}`},
	"list of values by loop raw":     {"LP-TMPL-003", `"l":{"L":[#foreach($e in $input.path('$.l')){"S":"$e"}#if($foreach.hasNext),#end#end]}`},
	"list of maps":                   {"LP-TMPL-003", `"l":{"L":[#foreach($e in $input.path('$.l'))$e#if($foreach.hasNext),#end#end]}`},
	"map by loop":                    {"LP-TMPL-006", `"l":{"M":{#foreach($k in $input.path('$.m').keySet())"$k":{"S":"x"}#if($foreach.hasNext),#end#end}}`},
	"comma missing":                  {"LP-TMPL-006", `"l":{"L":[#foreach($e in $input.path('$.l')){"S":"x"}#end]}`},
	"set with duplicates":            {"LP-TMPL-005", `"l":{"SS":["a","a"]}`},
	"set of numbers":                 {"LP-TMPL-005", `"l":{"NS":["a"]}`},
	"empty text set":                 {"LP-TMPL-005", `"l":{"SS":[]}`},
	"second name":                    {"LP-TMPL-006", `"name":{"S":"` + parameter("x") + `"}`},
	"second name, escaped":           {"LP-TMPL-006", `"name":{"S":"x"}`},
	"empty attribute name":           {"LP-TMPL-005", `"":{"S":"x"}`},
	"unknown type":                   {"LP-TMPL-005", `"l":{"T":"x"}`},
}

// badAnswers are templates of the answer of GET.
var badAnswers = map[string]badTemplate{
	"raw stored":                    {"LP-TMPL-003", `{"m":"$input.path('$.Item.favorite_movie.S')"}`},
	"raw loop":                      {"LP-TMPL-003", `{"m":[#foreach($a in $input.path('$.Item').entrySet())"$a.key"#if($foreach.hasNext),#end#end]}`},
	"item text":                     {"LP-TMPL-003", `{"m":"$input.path('$.Item')"}`},
	"number that may be absent":     {"LP-TMPL-003", `{"m":$input.path('$.Item.year.N')}`},
	"bool that may be absent":       {"LP-TMPL-003", `{"m":$input.path('$.Item.ok.BOOL')}`},
	"override of a header":          {"LP-STAGE-006", `#set($context.responseOverride.header.Location = ` + parameter("x") + `){}`},
	"override of a header by alias": {"LP-STAGE-006", `#set($h = $context.responseOverride.header)#set($h.Location = ` + parameter("x") + `){}`},
	"claims in body":                {"LP-TMPL-003", `{"m":"$context.authorizer.claims.email"}`},
	"key in body":                   {"LP-TMPL-003", `{"m":"$context.identity.apiKey"}`},
	"input json half":               {"LP-TMPL-003", `{"m":"$input.json('$.Item')"}`},
	"html":                          {"LP-TMPL-003", `<b>` + parameter("x") + `</b>`},
	"body as it is":                 {"LP-TMPL-003", `{"m":"$input.body"}`},
	"trailing":                      {"LP-TMPL-003", `{"m":1}` + parameter("x")},
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, bad := range badRequests {
		refused(t, prod, "request: "+name, bad.rule, func(a attacked) { a.asks("get", bad.text) })
	}
	for name, bad := range badMembers {
		refused(t, prod, "member: "+name, bad.rule, func(a attacked) { a.asks("put", putItem(bad.text)) })
	}
	for name, bad := range badAnswers {
		refused(t, prod, "answer: "+name, bad.rule, func(a attacked) { a.answers("get", bad.text) })
	}
}
