package main

import (
	"strings"

	"lambdaless/policy/graph"
)

// goodTemplates are stacks whose templates say the same in another form, or something else that is proven.
var goodTemplates = map[string]func(a attacked){
	"a table by its ARN": func(a attacked) {
		get := a.of(graph.Integration, "get")
		template := get.Inputs["requestTemplates"].ObjectValue()["application/json"].StringValue()
		a.set(get, "requestTemplates", map[string]any{"application/json": strings.Replace(template, `"lambdaless-prod-favorite_movies"`, `"`+moviesARN+`"`, 1)})
	},
	"CORS by a mock": func(a attacked) {
		a.method("OPTIONS", map[string]any{"authorization": "NONE"}, map[string]any{"type": "MOCK", "requestTemplates": map[string]any{"application/json": `{"statusCode":204}`}})
	},
	"a gateway response with its own body": func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "BAD_REQUEST_PARAMETERS", "statusCode": "400", "responseTemplates": map[string]any{"application/json": `{"message":$context.error.messageString}`}})
	},
	"a health check by a mock": func(a attacked) {
		a.method("GET", map[string]any{"authorization": "NONE"}, map[string]any{"type": "MOCK", "requestTemplates": map[string]any{"application/json": `{"statusCode":200}`}})
	},
	"options that the program writes": func(a attacked) {
		a.asks("get", `{`+moviesTable+moviesKey+`,"ConsistentRead":true,"ReturnConsumedCapacity":"NONE"}`)
	},
	"a projection that the program writes": func(a attacked) {
		a.asks("get", `{`+moviesTable+moviesKey+`,"ProjectionExpression":"#n, favorite_movie","ExpressionAttributeNames":{"#n":"name"}}`)
	},
	"a condition that the program writes": func(a attacked) {
		a.asks("put", `{`+moviesTable+`,"Item":{`+moviesName+`,"favorite_movie":{"S":"$util.escapeJavaScript($input.path('$.favorite_movie')).replaceAll("\\'", "'")"}},"ConditionExpression":"attribute_not_exists(#n)","ExpressionAttributeNames":{"#n":"name"}}`)
	},
	"when a request came": func(a attacked) {
		a.asks("put", putItem(`"at":{"N":"$context.requestTimeEpoch"},"id":{"S":"$context.requestId"}`))
	},
	"a value as JSON has it": func(a attacked) { a.asks("put", putItem(`"favorite_movie":{"S":$input.json('$.favorite_movie')}`)) },
	"a number of the answer": func(a attacked) {
		a.answers("get", "#set($item = $input.path('$.Item'))\n{\"found\":true#if($item.year.N.length() > 0),\"year\":$item.year.N#end}")
	},
	"a member as JSON has it": func(a attacked) { a.answers("get", `{"name":$input.json('$.Item.name.S')}`) },
	"how many attributes there are": func(a attacked) {
		a.answers("get", "#set($item = $input.path('$.Item'))\n{\"count\":#if($item.size() > 0)$item.size()#{else}0#end}")
	},
	"comments, and a text that is set": func(a attacked) {
		a.asks("get", "#* by hand *#\n## more\n#set($table = \"lambdaless-prod-favorite_movies\")\n{\"TableName\":\"$table\""+moviesKey+"}")
	},
	"a name in base 64": func(a attacked) { a.asks("get", getItem(`$util.base64Encode($input.params('name'))`)) },
	"names of few characters only": func(a attacked) {
		a.asks("get", "#set($n = $input.params('name'))\n#if($n.matches(\"[a-z0-9-]{1,40}\"))\n"+getItem("$n")+"\n#else\n"+getItem("none")+"\n#end")
	},
	"errors that browsers may read": func(a attacked) {
		a.add(graph.GatewayResponse, "cors", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseParameters": map[string]any{"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
			"responseTemplates": map[string]any{"application/json": `{"message":$context.error.messageString}`}})
	},
	"gateway responses with cors": func(a attacked) {
		a.add(graph.GatewayResponse, "g4", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseParameters": map[string]any{"gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'"}, "responseTemplates": map[string]any{"application/json": `{"message":$context.error.messageString,"id":"$context.requestId"}`}})
	},
	"sub in key": func(a attacked) { a.asks("get", getItem(`$util.urlEncode($input.params('name'))`)) },
}
