package rule

import (
	"testing"

	"lambdaless/policy/graph"
)

func methodCases() map[string][]ruleCase {
	set := func(s situation, name, node string, v any, path ...string) ruleCase {
		return with(s, name, func(f *fixture) { f.set(node, v, path...) })
	}
	return map[string][]ruleCase{
		"LP-METH-001": {
			with(good, "a key for writing, reading is open", func(*fixture) {}),
			with(good, "a local stack", func(f *fixture) { f.stack = "local"; f.set("put", false, "apiKeyRequired") }),
			with(good, "signed requests", func(f *fixture) {
				f.set("put", false, "apiKeyRequired")
				f.set("put", "AWS_IAM", "authorization")
			}),
			with(good, "an authorizer", func(f *fixture) {
				f.add(graph.Authorizer, "authorizer", properties{"restApi": "@api"})
				f.set("put", "COGNITO_USER_POOLS", "authorization")
				f.set("put", "@authorizer", "authorizerId")
			}),
			set(violating, "open", "put", false, "apiKeyRequired"),
			set(violating, "not said", "put", nil, "apiKeyRequired"),
			set(half, "an authorization without an authorizer", "put", "CUSTOM", "authorization"),
			with(half, "an authorization that is no authorization", func(f *fixture) {
				f.set("put", false, "apiKeyRequired")
				f.set("put", "", "authorization")
			}),
			with(unknown, "whether a key is asked for is unknown", func(f *fixture) { f.hide("put", "apiKeyRequired") }),
			with(unknown, "the authorization is unknown", func(f *fixture) {
				f.set("put", false, "apiKeyRequired")
				f.hide("put", "authorization")
			}),
			with(unknown, "the authorizer is outside the stack", func(f *fixture) {
				f.set("put", "CUSTOM", "authorization")
				f.set("put", "abc123", "authorizerId")
			}),
		},
		"LP-METH-002": {
			with(good, "validated", func(*fixture) {}),
			set(violating, "no validator", "get", nil, "requestValidatorId"),
			set(violating, "no model", "put", nil, "requestModels"),
			set(half, "a validator that does not validate bodies", "validator", false, "validateRequestBody"),
			set(half, "a validator that does not validate parameters", "validator", nil, "validateRequestParameters"),
			set(half, "a parameter that is optional", "get", false, "requestParameters", "method.request.path.id"),
			set(half, "a model that accepts everything", "model", `{"$schema":"http://json-schema.org/draft-04/schema#","title":"x"}`, "schema"),
			set(half, "API Gateway's own empty model", "put", "Empty", "requestModels", "application/json"),
			set(half, "a second content type without a model", "put-integration", `{"TableName":"books","Item":{"id":{"S":"`+escaped+`"},"title":{"S":$input.json('$.title')}}}`,
				"requestTemplates", "text/json"),
			set(good, "a second content type that does not read the body", "get-integration", `{"TableName":"books","Key":{"id":{"S":"`+escaped+`"}}}`, "requestTemplates", "text/json"),
			set(unknown, "the model is unknown", "model", unknownValue{}, "schema"),
			set(unknown, "the validator is outside", "get", "abc123", "requestValidatorId"),
			set(unknown, "whether it validates is unknown", "validator", unknownValue{}, "validateRequestParameters"),
			set(unknown, "the models are unknown", "put", unknownValue{}, "requestModels"),
		},
		"LP-METH-003": {
			with(good, "metered", func(*fixture) {}),
			with(good, "nobody asks for a key", func(f *fixture) {
				f.set("put", false, "apiKeyRequired")
				f.remove("plan")
			}),
			with(good, "a secret value", func(f *fixture) { f.set("key", graph.Secret(graph.TextOf("k")), "value") }),
			with(violating, "no plan", func(f *fixture) { f.remove("plan") }),
			with(violating, "no key in the plan", func(f *fixture) { f.remove("plan-key") }),
			set(half, "no quota", "plan", nil, "quotaSettings"),
			set(half, "no burst limit", "plan", nil, "throttleSettings", "burstLimit"),
			set(half, "a limit of nothing", "plan", 0, "throttleSettings", "rateLimit"),
			set(half, "the plan is of no stage", "plan", nil, "apiStages"),
			set(half, "the key is off", "key", false, "enabled"),
			set(half, "the key is in the program", "key", "0123456789", "value"),
			set(unknown, "the quota is unknown", "plan", unknownValue{}, "quotaSettings"),
		},
		"LP-METH-004": {
			with(good, "verbs fit", func(*fixture) {}),
			with(good, "a POST may do anything", func(f *fixture) {
				f.set("get", "POST", "httpMethod")
				for _, n := range []string{"get-integration", "get-200", "get-502", "get-503"} {
					f.set(n, "POST", "httpMethod")
				}
			}),
			set(violating, "a GET that deletes", "get-integration", "arn:aws:apigateway:eu-west-1:dynamodb:action/DeleteItem", "uri"),
			with(half, "an ANY that writes", func(f *fixture) {
				for _, n := range []string{"put", "put-integration"} {
					f.set(n, "ANY", "httpMethod")
				}
			}),
			with(unknown, "a method that cannot be told has no operation", func(f *fixture) { f.hide("get", "httpMethod") }),
		},
	}
}

func tableCases() map[string][]ruleCase {
	set := func(s situation, name string, v any, path ...string) ruleCase {
		return with(s, name, func(f *fixture) { f.set("table", v, path...) })
	}
	prod := func(c ruleCase) ruleCase { return c.and(func(f *fixture) { f.stack = "prod" }) }
	scaling := func(f *fixture, dimensions ...string) {
		f.set("table", "PROVISIONED", "billingMode")
		for _, d := range dimensions {
			f.add(graph.ScalingTarget, d, properties{"resourceId": "table/books", "scalableDimension": "dynamodb:table:" + d})
			f.add(graph.ScalingPolicy, d+"-policy", properties{"resourceId": "@" + d, "scalableDimension": "dynamodb:table:" + d})
		}
	}
	return map[string][]ruleCase{
		"LP-TABLE-001": {
			with(good, "a key of AWS's", func(*fixture) {}),
			with(good, "a key of one's own, as asked", func(f *fixture) {
				f.settings.RequireCustomerKey = true
				f.set("table", "arn:aws:kms:eu-west-1:123456789012:key/k", "serverSideEncryption", "kmsKeyArn")
			}),
			set(violating, "none", nil, "serverSideEncryption"),
			set(half, "switched off", false, "serverSideEncryption", "enabled"),
			with(half, "not a key of one's own, which is asked for", func(f *fixture) { f.settings.RequireCustomerKey = true }),
			set(unknown, "unknown", unknownValue{}, "serverSideEncryption"),
		},
		"LP-TABLE-002": {
			with(good, "on", func(*fixture) {}),
			set(violating, "not set", nil, "pointInTimeRecovery"),
			set(half, "off", false, "pointInTimeRecovery", "enabled"),
			set(unknown, "unknown", unknownValue{}, "pointInTimeRecovery", "enabled"),
		},
		"LP-TABLE-003": {
			prod(with(good, "on", func(*fixture) {})),
			set(good, "off where it is not production", false, "deletionProtectionEnabled"),
			prod(set(violating, "not set", nil, "deletionProtectionEnabled")),
			prod(set(half, "off", false, "deletionProtectionEnabled")),
			prod(set(unknown, "unknown", unknownValue{}, "deletionProtectionEnabled")),
		},
		"LP-TABLE-004": {
			with(good, "on demand", func(*fixture) {}),
			with(good, "scaled", func(f *fixture) { scaling(f, "ReadCapacityUnits", "WriteCapacityUnits") }),
			set(violating, "fixed", "PROVISIONED", "billingMode"),
			set(violating, "the default, which is fixed", nil, "billingMode"),
			with(half, "only reading is scaled", func(f *fixture) { scaling(f, "ReadCapacityUnits") }),
			with(half, "a target without a policy", func(f *fixture) {
				scaling(f, "ReadCapacityUnits", "WriteCapacityUnits")
				f.remove("WriteCapacityUnits-policy")
			}),
			set(unknown, "unknown", unknownValue{}, "billingMode"),
		},
		"LP-TAG-001": {
			with(good, "tagged", func(*fixture) {}),
			with(good, "by the provider's defaults", func(f *fixture) {
				f.set("table", nil, "tags")
				f.set("table", tags, "tagsAll")
			}),
			set(violating, "none", nil, "tags"),
			set(half, "one is missing", properties{"Project": "shop"}, "tags"),
			set(half, "one is empty", properties{"Project": "shop", "Stack": ""}, "tags"),
			set(unknown, "unknown", unknownValue{}, "tags"),
		},
		"LP-LOG-001": {
			with(good, "a month", func(*fixture) {}),
			with(violating, "forever", func(f *fixture) { f.set("log", nil, "retentionInDays") }),
			with(violating, "forever, in words", func(f *fixture) { f.set("log", 0, "retentionInDays") }),
			with(half, "a day", func(f *fixture) { f.set("log", 1, "retentionInDays") }),
			with(unknown, "unknown", func(f *fixture) { f.hide("log", "retentionInDays") }),
		},
	}
}

func stageCases() map[string][]ruleCase {
	stage := func(s situation, name string, v any, path ...string) ruleCase {
		return with(s, name, func(f *fixture) { f.set("stage", v, path...) })
	}
	settings := func(s situation, name string, v any, path ...string) ruleCase {
		return with(s, name, func(f *fixture) { f.set("settings", v, path...) })
	}
	caches := func(c ruleCase) ruleCase {
		return ruleCase{c.situation, c.name, func(t *testing.T, f *fixture) {
			t.Helper()
			f.set("stage", true, "cacheClusterEnabled")
			f.set("settings", true, "settings", "cacheDataEncrypted")
			f.set("settings", true, "settings", "requireAuthorizationForCacheControl")
			f.set("get-integration", []any{"method.request.path.id"}, "cacheKeyParameters")
			f.set("query-integration", []any{"method.request.querystring.year"}, "cacheKeyParameters")
			c.change(t, f)
		}}
	}
	return map[string][]ruleCase{
		"LP-STAGE-001": {
			with(good, "JSON with the request's id", func(*fixture) {}),
			stage(violating, "none", nil, "accessLogSettings"),
			stage(half, "no JSON", "$context.requestId", "accessLogSettings", "format"),
			stage(half, "without the request's id", `{"status":"$context.status"}`, "accessLogSettings", "format"),
			stage(half, "without a format", nil, "accessLogSettings", "format"),
			stage(unknown, "unknown", unknownValue{}, "accessLogSettings"),
			stage(unknown, "the format is unknown", unknownValue{}, "accessLogSettings", "format"),
		},
		"LP-STAGE-002": {
			with(good, "traced", func(*fixture) {}),
			stage(violating, "not set", nil, "xrayTracingEnabled"),
			stage(half, "off", false, "xrayTracingEnabled"),
			stage(unknown, "unknown", unknownValue{}, "xrayTracingEnabled"),
		},
		"LP-STAGE-003": {
			with(good, "limited", func(*fixture) {}),
			with(violating, "no settings", func(f *fixture) { f.remove("settings") }),
			settings(violating, "settings of one method", "books/GET", "methodPath"),
			settings(half, "no burst limit", nil, "settings", "throttlingBurstLimit"),
			settings(half, "switched off", -1, "settings", "throttlingRateLimit"),
			with(half, "switched off for one method", func(f *fixture) {
				f.add(graph.MethodSettings, "one", properties{"restApi": "@api", "stageName": "test", "methodPath": "books/GET", "settings": properties{"throttlingRateLimit": -1}})
			}),
			settings(unknown, "unknown", unknownValue{}, "settings", "throttlingRateLimit"),
		},
		"LP-STAGE-004": {
			with(good, "off", func(*fixture) {}),
			settings(good, "not set", nil, "settings", "dataTraceEnabled"),
			settings(violating, "on", true, "settings", "dataTraceEnabled"),
			with(half, "on for one method", func(f *fixture) {
				f.add(graph.MethodSettings, "one", properties{"restApi": "@api", "stageName": "test", "methodPath": "books/GET", "settings": properties{"dataTraceEnabled": true}})
			}),
			settings(unknown, "unknown", unknownValue{}, "settings", "dataTraceEnabled"),
		},
		"LP-STAGE-005": {
			with(good, "no cache", func(*fixture) {}),
			caches(with(good, "an encrypted cache", func(*fixture) {})),
			caches(with(good, "a cache that no method uses", func(f *fixture) {
				f.set("settings", false, "settings", "cachingEnabled")
				f.set("settings", nil, "settings", "cacheDataEncrypted")
			})),
			stage(violating, "in plain text", true, "cacheClusterEnabled"),
			settings(violating, "in plain text, by the settings", true, "settings", "cachingEnabled"),
			caches(with(half, "clients may empty it", func(f *fixture) { f.set("settings", nil, "settings", "requireAuthorizationForCacheControl") })),
			stage(unknown, "unknown", unknownValue{}, "cacheClusterEnabled"),
		},
		"LP-STAGE-006": {
			with(good, "no cache", func(*fixture) {}),
			caches(with(good, "all parameters are in the key", func(*fixture) {})),
			caches(with(good, "the method is not cached", func(f *fixture) {
				f.set("get-integration", nil, "cacheKeyParameters")
				f.add(graph.MethodSettings, "one", properties{"restApi": "@api", "stageName": "test", "methodPath": "books/{id}/GET", "settings": properties{"cachingEnabled": false}})
			})),
			caches(with(good, "the caller is in the key", func(f *fixture) {
				f.set("get", "AWS_IAM", "authorization")
				f.set("get-integration", []any{"method.request.path.id", "method.request.header.Authorization"}, "cacheKeyParameters")
			})),
			caches(with(violating, "no key", func(f *fixture) { f.set("get-integration", nil, "cacheKeyParameters") })),
			caches(with(half, "the caller is not in the key", func(f *fixture) { f.set("get", "AWS_IAM", "authorization") })),
			caches(with(half, "a parameter is not in the key", func(f *fixture) { f.set("query-integration", nil, "cacheKeyParameters") })),
			caches(with(unknown, "the key is unknown", func(f *fixture) { f.hide("get-integration", "cacheKeyParameters") })),
		},
	}
}
