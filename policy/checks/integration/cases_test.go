package integration

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), nil)
}

func cases() map[string][]Case {
	set := func(s Situation, name string, v any, path ...string) Case {
		return With(s, name, func(f *Fixture) { f.Set("get-integration", v, path...) })
	}
	return map[string][]Case{
		"LP-INTG-005": {
			With(Good, "nothing is revealed", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "DEFAULT_4XX", "responseTemplates": Properties{"application/json": `{"message":$context.error.messageString,"id":"$context.requestId"}`}})
			}),
			With(Good, "what was wrong", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "BAD_REQUEST_BODY", "responseTemplates": Properties{"application/json": `{"message":"$context.error.message","errors":"$context.error.validationErrorString","path":"$context.resourcePath"}`}})
			}),
			With(Good, "the origin for browsers", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "DEFAULT_4XX", "responseParameters": Properties{"gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.origin"}})
			}),
			With(Violating, "a path that a link may have", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "DEFAULT_4XX", "responseTemplates": Properties{"text/html": `<p>$context.path is missing</p>`}})
			}),
			With(Half, "where to go next", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "UNAUTHORIZED", "responseParameters": Properties{"gatewayresponse.header.Location": "method.request.querystring.next"}})
			}),
			With(Violating, "the caller's key", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "DEFAULT_4XX", "responseTemplates": Properties{"application/json": `{"key":"$context.identity.apiKey"}`}})
			}),
			With(Half, "the caller's token in a header", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "UNAUTHORIZED", "responseParameters": Properties{"gatewayresponse.header.X": "method.request.header.Authorization"}})
			}),
			With(Half, "a claim in a response header", func(f *Fixture) {
				f.Set("get-200", Properties{"method.response.header.X": "context.authorizer.claims.email"}, "responseParameters")
			}),
			With(Unknown, "headers are unknown", func(f *Fixture) { f.Hide("get-200", "responseParameters") }),
		},
		"LP-INTG-001": {
			With(Good, "never", func(*Fixture) {}),
			set(Violating, "the default", "WHEN_NO_MATCH", "passthroughBehavior"),
			set(Violating, "not set", nil, "passthroughBehavior"),
			set(Half, "only without templates", "WHEN_NO_TEMPLATES", "passthroughBehavior"),
			set(Unknown, "unknown", Hidden{}, "passthroughBehavior"),
			With(Unknown, "answers as binary", func(f *Fixture) { f.Set("get-200", "CONVERT_TO_BINARY", "contentHandling") }),
		},
		"LP-INTG-002": {
			With(Good, "actions", func(*Fixture) {}),
			With(Good, "a preflight that calls nothing", func(f *Fixture) {
				f.Add(graph.Method, "options", Properties{"restApi": "@api", "resourceId": "@book", "httpMethod": "OPTIONS"})
				f.Add(graph.Integration, "options-integration", Properties{"restApi": "@api", "resourceId": "@book", "httpMethod": "OPTIONS", "type": "MOCK"})
			}),
			set(Violating, "a path", "arn:aws:apigateway:eu-west-1:dynamodb:path//", "uri"),
			set(Violating, "another service", "arn:aws:apigateway:eu-west-1:s3:action/GetObject", "uri"),
			set(Violating, "an administrator's operation", "arn:aws:apigateway:eu-west-1:dynamodb:action/DeleteTable", "uri"),
			With(Good, "a function", func(f *Fixture) {
				f.Add(graph.Method, "report", Properties{"restApi": "@api", "resourceId": "@books", "httpMethod": "POST", "authorization": "AWS_IAM"})
				f.Add(graph.Integration, "report-integration", Properties{"restApi": "@api", "resourceId": "@books", "httpMethod": "POST", "type": "AWS_PROXY", "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations"})
			}),
			With(Good, "an HTTP server", func(f *Fixture) {
				f.Add(graph.Method, "report", Properties{"restApi": "@api", "resourceId": "@books", "httpMethod": "POST", "authorization": "AWS_IAM"})
				f.Add(graph.Integration, "report-integration", Properties{"restApi": "@api", "resourceId": "@books", "httpMethod": "POST", "type": "HTTP_PROXY", "uri": "https://example.com/report"})
			}),
			With(Violating, "a function with a role that reads the table", func(f *Fixture) {
				f.Add(graph.Method, "report", Properties{"restApi": "@api", "resourceId": "@books", "httpMethod": "POST", "authorization": "AWS_IAM"})
				f.Add(graph.Role, "report-role", Properties{"name": "report-role", "assumeRolePolicy": TrustDocument})
				f.Add(graph.RolePolicy, "report-policy", Properties{"role": "@report-role", "policy": Allow("dynamodb:Scan", TableARN)})
				f.Add(graph.Integration, "report-integration", Properties{"restApi": "@api", "resourceId": "@books", "httpMethod": "POST", "type": "AWS_PROXY", "credentials": "@report-role", "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations"})
			}),
			With(Violating, "no integration", func(f *Fixture) { f.Remove("get-integration") }),
			set(Half, "the operation from a stage variable", "arn:aws:apigateway:eu-west-1:dynamodb:action/${stageVariables.o}", "uri"),
			set(Half, "not a POST", "GET", "integrationHttpMethod"),
			set(Half, "a proxy", "HTTP", "type"),
			set(Unknown, "unknown", Hidden{}, "uri"),
		},
		"LP-INTG-003": {
			With(Good, "nothing is mapped", func(*Fixture) {}),
			With(Good, "a response override", func(f *Fixture) {
				f.Template("get", `#set($context.responseOverride.status = 404){"TableName":"books"}`)
			}),
			set(Violating, "a header is mapped", Properties{"integration.request.header.X-Amz-Target": "method.request.header.T"}, "requestParameters"),
			With(Violating, "the template overrides", func(f *Fixture) {
				f.Template("get", `#set($context.requestOverride.header.X-Amz-Target = "x"){"TableName":"books"}`)
			}),
			With(Half, "on one path only", func(f *Fixture) {
				f.Template("get", `#if($input.params('a') == "b")#set($context.requestOverride.path.p = "x")#end{"TableName":"books"}`)
			}),
			With(Half, "by a method", func(f *Fixture) {
				f.Template("get", `#set($x = $context.get("requestOverride").header.put("a", "b")){"TableName":"books"}`)
			}),
			With(Half, "by a name that the client chooses", func(f *Fixture) {
				f.Template("get", `#set($x = $context.get($input.params('n'))){"TableName":"books"}`)
			}),
			set(Unknown, "mappings are unknown", Hidden{}, "requestParameters"),
		},
		"LP-INTG-004": {
			With(Good, "all are answered", func(*Fixture) {}),
			With(Good, "each by its own", func(f *Fixture) {
				f.Set("get-503", `500|503`, "selectionPattern")
			}),
			With(Good, "a success by its status, and every error by the default", func(f *Fixture) {
				f.Set("get-200", "200", "selectionPattern")
				f.Remove("get-502")
				f.Set("get-503", nil, "selectionPattern")
			}),
			With(Good, "a success by its status, and no default", func(f *Fixture) { f.Set("get-200", `2\d{2}`, "selectionPattern") }),
			With(Half, "some refusals are answered as a success", func(f *Fixture) { f.Set("get-502", "400|404", "selectionPattern") }),
			With(Half, "a request that is too large is a success", func(f *Fixture) { f.Set("get-502", `40\d`, "selectionPattern") }),
			With(Violating, "two defaults", func(f *Fixture) { f.Set("get-503", nil, "selectionPattern") }),
			With(Violating, "a success by a status that DynamoDB does not answer, and no default", func(f *Fixture) { f.Set("get-200", "201", "selectionPattern") }),
			With(Good, "a gateway response that stays an error", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "DEFAULT_4XX", "statusCode": "404"})
			}),
			With(Violating, "a gateway response that is a success", func(f *Fixture) {
				f.Add(graph.GatewayResponse, "response", Properties{"restApi": "@api", "responseType": "DEFAULT_4XX", "statusCode": "200"})
			}),
			With(Good, "an error by an override", func(f *Fixture) {
				f.Set("get-502", `#set($context.responseOverride.status = 409){"a":"b"}`, "responseTemplates", "application/json")
			}),
			With(Violating, "a success by an override", func(f *Fixture) {
				f.Set("get-502", `#set($context.responseOverride.status = 200){"a":"b"}`, "responseTemplates", "application/json")
			}),
			With(Half, "a success by an override on one path", func(f *Fixture) {
				f.Set("get-502", `#if($input.path('$.a') == "b")#set( $context.responseOverride.status = "204" )#end{"a":"b"}`, "responseTemplates", "application/json")
			}),
			With(Unknown, "an override that is computed", func(f *Fixture) {
				f.Set("get-502", `#set($s = $input.path('$.s'))#set($context.responseOverride.status = $s){"a":"b"}`, "responseTemplates", "application/json")
			}),
			With(Violating, "no answer to refusals", func(f *Fixture) { f.Remove("get-502") }),
			With(Violating, "no default", func(f *Fixture) { f.Remove("get-200") }),
			With(Half, "a refusal is a success", func(f *Fixture) { f.Set("get-502", "200", "statusCode") }),
			With(Half, "only some failures", func(f *Fixture) { f.Set("get-503", "503", "selectionPattern") }),
			With(Half, "the pattern is of a part of the status", func(f *Fixture) { f.Set("get-502", "4", "selectionPattern") }),
			With(Half, "successes match too", func(f *Fixture) { f.Set("get-502", `\d{3}`, "selectionPattern") }),
			With(Unknown, "a pattern is unknown", func(f *Fixture) {
				f.Hide("get-503", "selectionPattern")
				f.Set("get-502", `[45]\d{2}`, "selectionPattern")
			}),
		},
	}
}
