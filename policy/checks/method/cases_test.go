package method

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
	set := func(s Situation, name, node string, v any, path ...string) Case {
		return With(s, name, func(f *Fixture) { f.Set(node, v, path...) })
	}
	return map[string][]Case{
		"LP-METH-005": {
			With(Good, "no policy", func(*Fixture) {}),
			With(Good, "anyone from one network", func(f *Fixture) {
				apiPolicyOf(f, `{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}`)
			}),
			With(Good, "signed requests need no permission of the API", func(f *Fixture) {
				for name, n := range f.Nodes {
					if n.Type == graph.Method {
						f.Set(name, "AWS_IAM", "authorization")
					}
				}
				apiPolicyOf(f, `{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}`)
			}),
			With(Violating, "a deny of everything", func(f *Fixture) {
				apiPolicyOf(f, `{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}`)
			}),
			With(Violating, "a separate policy that allows nothing", func(f *Fixture) {
				f.Add(graph.RestAPIPolicy, "api-policy", Properties{"restApiId": "@api", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:ManageConnections","Resource":"execute-api:/*"}]}`})
			}),
			With(Half, "a deny of one method", func(f *Fixture) {
				apiPolicyOf(f, `{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:*","Resource":"execute-api:/*/PUT/*"}`)
			}),
			With(Half, "malformed", func(f *Fixture) { f.Set("api", `{"Statement":`, "policy") }),
			With(Unknown, "unknown", func(f *Fixture) { f.Hide("api", "policy") }),
		},
		"LP-METH-001": {
			With(Good, "a key for writing, reading is open", func(*Fixture) {}),
			With(Good, "a local stack", func(f *Fixture) { f.Stack = "local"; f.Set("put", false, "apiKeyRequired") }),
			With(Good, "signed requests", func(f *Fixture) {
				f.Set("put", false, "apiKeyRequired")
				f.Set("put", "AWS_IAM", "authorization")
			}),
			With(Good, "an authorizer", func(f *Fixture) {
				f.Add(graph.Authorizer, "authorizer", Properties{"restApi": "@api"})
				f.Set("put", "COGNITO_USER_POOLS", "authorization")
				f.Set("put", "@authorizer", "authorizerId")
			}),
			set(Violating, "open", "put", false, "apiKeyRequired"),
			set(Violating, "not said", "put", nil, "apiKeyRequired"),
			set(Half, "an authorization without an authorizer", "put", "CUSTOM", "authorization"),
			With(Half, "an authorization that is no authorization", func(f *Fixture) {
				f.Set("put", false, "apiKeyRequired")
				f.Set("put", "", "authorization")
			}),
			With(Unknown, "whether a key is asked for is unknown", func(f *Fixture) { f.Hide("put", "apiKeyRequired") }),
			With(Unknown, "the authorization is unknown", func(f *Fixture) {
				f.Set("put", false, "apiKeyRequired")
				f.Hide("put", "authorization")
			}),
			With(Unknown, "the authorizer is outside the stack", func(f *Fixture) {
				f.Set("put", "CUSTOM", "authorization")
				f.Set("put", "abc123", "authorizerId")
			}),
		},
		"LP-METH-002": {
			With(Good, "validated", func(*Fixture) {}),
			set(Violating, "no validator", "get", nil, "requestValidatorId"),
			set(Violating, "no model", "put", nil, "requestModels"),
			set(Half, "a validator that does not validate bodies", "validator", false, "validateRequestBody"),
			set(Half, "a validator that does not validate parameters", "validator", nil, "validateRequestParameters"),
			set(Half, "a parameter that is optional", "get", false, "requestParameters", "method.request.path.id"),
			set(Half, "a model that accepts everything", "model", `{"$schema":"http://json-schema.org/draft-04/schema#","title":"x"}`, "schema"),
			set(Half, "API Gateway's own empty model", "put", "Empty", "requestModels", "application/json"),
			set(Half, "a second content type without a model", "put-integration", `{"TableName":"books","Item":{"id":{"S":"`+Escaped+`"},"title":{"S":$input.json('$.title')}}}`,
				"requestTemplates", "text/json"),
			set(Good, "a second content type that does not read the body", "get-integration", `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"}}}`, "requestTemplates", "text/json"),
			set(Half, "a model without properties", "model", `{"type":"object","properties":{}}`, "schema"),
			set(Half, "a model of another member", "model", `{"type":"object","required":["other"],"properties":{"other":{"type":"string"}}}`, "schema"),
			set(Half, "a model that lets one member be anything", "model", `{"type":"object","required":["title"],"properties":{"title":{},"pages":{"type":"integer"}}}`, "schema"),
			set(Half, "a model of one member out of two", "model", `{"type":"object","required":["title"],"properties":{"title":{"type":"string"}}}`, "schema"),
			set(Unknown, "the model is unknown", "model", Hidden{}, "schema"),
			set(Unknown, "the validator is outside", "get", "abc123", "requestValidatorId"),
			set(Unknown, "whether it validates is unknown", "validator", Hidden{}, "validateRequestParameters"),
			set(Unknown, "the models are unknown", "put", Hidden{}, "requestModels"),
		},
		"LP-METH-003": {
			With(Good, "metered", func(*Fixture) {}),
			With(Good, "no method requires a key", func(f *Fixture) {
				f.Set("put", false, "apiKeyRequired")
				f.Remove("plan")
			}),
			With(Good, "a secret value", func(f *Fixture) { f.Set("key", graph.Secret(graph.TextOf("k")), "value") }),
			With(Violating, "no plan", func(f *Fixture) { f.Remove("plan") }),
			With(Violating, "no key in the plan", func(f *Fixture) { f.Remove("plan-key") }),
			set(Half, "no quota", "plan", nil, "quotaSettings"),
			set(Half, "no burst limit", "plan", nil, "throttleSettings", "burstLimit"),
			set(Half, "a limit of nothing", "plan", 0, "throttleSettings", "rateLimit"),
			set(Half, "the plan is of no stage", "plan", nil, "apiStages"),
			set(Half, "the key is off", "key", false, "enabled"),
			set(Half, "the key is in the program", "key", "0123456789", "value"),
			set(Unknown, "the quota is unknown", "plan", Hidden{}, "quotaSettings"),
		},
		"LP-METH-004": {
			With(Good, "verbs fit", func(*Fixture) {}),
			With(Good, "a POST may do anything", func(f *Fixture) {
				f.Set("get", "POST", "httpMethod")
				for _, n := range []string{"get-integration", "get-200", "get-502", "get-503"} {
					f.Set(n, "POST", "httpMethod")
				}
			}),
			set(Violating, "a GET that deletes", "get-integration", "arn:aws:apigateway:eu-west-1:dynamodb:action/DeleteItem", "uri"),
			With(Half, "an ANY that writes", func(f *Fixture) {
				for _, n := range []string{"put", "put-integration"} {
					f.Set(n, "ANY", "httpMethod")
				}
			}),
			With(Unknown, "a method that cannot be determined has no operation", func(f *Fixture) { f.Hide("get", "httpMethod") }),
		},
	}
}

func apiPolicyOf(f *Fixture, statements string) {
	f.Set("api", `{"Version":"2012-10-17","Statement":[`+statements+`]}`, "policy")
}
