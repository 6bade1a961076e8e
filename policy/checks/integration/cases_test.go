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
		"LP-INTG-001": {
			With(Good, "never", func(*Fixture) {}),
			set(Violating, "the default", "WHEN_NO_MATCH", "passthroughBehavior"),
			set(Violating, "not set", nil, "passthroughBehavior"),
			set(Half, "only without templates", "WHEN_NO_TEMPLATES", "passthroughBehavior"),
			set(Unknown, "unknown", Hidden{}, "passthroughBehavior"),
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
			With(Half, "on one way only", func(f *Fixture) {
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
