package stage

import (
	"strings"
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-STAGE-008": {Violating, Half}, // a trigger covers a response or is not known to
	})
}

// digested gives the deployment triggers with the digests of what it freezes.
func digested(f *Fixture) {
	triggers := Properties{"validator": DigestOf(f.Nodes["validator"]), "model Book": DigestOf(f.Nodes["model"])}
	for _, m := range f.Context().Methods {
		triggers[m.Route()] = Digest(m)
	}
	for _, n := range f.Nodes {
		switch {
		case n.Type == graph.GatewayResponse:
			triggers["gateway response "+n.In("responseType").TextOr("")] = DigestOf(n)
		case n.Type == graph.RestAPIPolicy, n.Type == graph.RestAPI && !n.In("policy").Absent():
			triggers["policy"] = DigestOf(n)
		}
	}
	f.Set("deployment", triggers, "triggers")
	f.Nodes["deployment"].PropertyDependencies["triggers"] = nil
}

const apiPolicy = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}}`

// refusing gives the API a resource policy and a gateway response.
func refusing(f *Fixture) {
	f.Add(graph.RestAPIPolicy, "policy", Properties{"restApiId": "@api", "policy": apiPolicy})
	f.Add(graph.GatewayResponse, "refusal", Properties{"restApiId": "@api", "responseType": "DEFAULT_4XX", "statusCode": "403"})
}

// stale is a stack in which something has changed since the triggers were written.
func stale(what string, change func(*Fixture)) Case {
	return With(Unknown, "a trigger that is older than "+what, func(f *Fixture) {
		digested(f)
		change(f)
	})
}

func cases() map[string][]Case {
	stage := func(s Situation, name string, v any, path ...string) Case {
		return With(s, name, func(f *Fixture) { f.Set("stage", v, path...) })
	}
	settings := func(s Situation, name string, v any, path ...string) Case {
		return With(s, name, func(f *Fixture) { f.Set("settings", v, path...) })
	}
	caches := func(c Case) Case {
		return Case{Situation: c.Situation, Name: c.Name, Change: func(t *testing.T, f *Fixture) {
			t.Helper()
			f.Set("stage", true, "cacheClusterEnabled")
			f.Set("settings", true, "settings", "cacheDataEncrypted")
			f.Set("settings", true, "settings", "requireAuthorizationForCacheControl")
			f.Set("get-integration", []any{"method.request.path.id"}, "cacheKeyParameters")
			f.Set("query-integration", []any{"method.request.querystring.year"}, "cacheKeyParameters")
			f.Edit(t, "query-integration", "params('year')", "params().querystring.get('year')", "requestTemplates", "application/json")
			c.Change(t, f)
		}}
	}
	const lookup = `{"TableName":"books","Key":{"id":{"S":"` + Escaped + `"}}}`
	// personal has the answer of a GET depend on a variable of $context.
	personal := func(s Situation, name, authorization, variable string, keys ...any) Case {
		return With(s, name, func(f *Fixture) {
			f.Set("get", authorization, "authorization")
			f.Template("get", `#if($`+variable+` == "x")#end`+lookup)
			f.Set("get-integration", append([]any{"method.request.path.id"}, keys...), "cacheKeyParameters")
		})
	}
	// header has a GET read a header in both spellings.
	header := func(s Situation, name string, keys ...any) Case {
		return With(s, name, func(f *Fixture) {
			f.Template("get", `#set($a = $input.params().header.get("If-None-Match"))#set($b = $input.params().header.get("if-none-match"))`+lookup)
			f.Set("get-integration", append([]any{"method.request.path.id"}, keys...), "cacheKeyParameters")
		})
	}
	return map[string][]Case{
		"LP-STAGE-008": {
			With(Good, "no gateway response", func(*Fixture) {}),
			With(Good, "the digest of a gateway response", func(f *Fixture) { refusing(f); digested(f) }),
			With(Good, "a trigger that is computed from a gateway response", func(f *Fixture) {
				refusing(f)
				d := f.Nodes["deployment"]
				d.PropertyDependencies["triggers"] = append(d.PropertyDependencies["triggers"], f.Nodes["refusal"].URN)
			}),
			With(Unknown, "a gateway response without a trigger", func(f *Fixture) {
				digested(f)
				f.Add(graph.GatewayResponse, "refusal", Properties{"restApiId": "@api", "responseType": "DEFAULT_4XX"})
			}),
			With(Unknown, "a trigger that is older than a gateway response", func(f *Fixture) {
				refusing(f)
				digested(f)
				f.Set("refusal", "410", "statusCode")
			}),
			With(Unknown, "triggers that are computed from the integrations alone", refusing),
		},
		"LP-STAGE-007": {
			With(Good, "the API's own deployment, with a trigger that is computed from the integrations", func(*Fixture) {}),
			With(Good, "a trigger with the digest of each part", digested),
			With(Good, "triggers that change with more than the digests", func(f *Fixture) {
				digested(f)
				f.Set("deployment", f.Nodes["deployment"].In("triggers", "PUT /books/{id}").TextOr("")+"-more", "triggers", "PUT /books/{id}")
			}),
			stale("a template", func(f *Fixture) { f.Template("put", `{"TableName":"books","Item":{"id":{"S":"x"}}}`) }),
			stale("the authorization", func(f *Fixture) { f.Set("put", "AWS_IAM", "authorization") }),
			stale("the API key", func(f *Fixture) { f.Set("put", false, "apiKeyRequired") }),
			stale("a required parameter", func(f *Fixture) { f.Set("put", Properties{"method.request.header.x": true}, "requestParameters") }),
			stale("the role", func(f *Fixture) { f.Set("put-role", "other", "name") }),
			stale("a response", func(f *Fixture) { f.Set("put-502", ".*", "selectionPattern") }),
			stale("the model", func(f *Fixture) { f.Set("model", `{"type":"object"}`, "schema") }),
			stale("the validator", func(f *Fixture) { f.Set("validator", false, "validateRequestParameters") }),
			With(Good, "a policy and a gateway response, with their digests", func(f *Fixture) { refusing(f); digested(f) }),
			With(Good, "triggers that are computed from a policy and a gateway response too", func(f *Fixture) {
				refusing(f)
				d := f.Nodes["deployment"]
				d.PropertyDependencies["triggers"] = append(d.PropertyDependencies["triggers"], f.Nodes["policy"].URN, f.Nodes["refusal"].URN)
			}),
			With(Unknown, "triggers that are computed from the integrations alone, and a policy", refusing),
			With(Unknown, "a policy without a trigger", func(f *Fixture) { digested(f); f.Set("api", apiPolicy, "policy") }),
			With(Unknown, "a trigger that is older than the policy", func(f *Fixture) {
				refusing(f)
				digested(f)
				f.Set("policy", strings.Replace(apiPolicy, "Allow", "Deny", 1), "policy")
			}),
			With(Unknown, "a template that is unknown, with a trigger of its own", func(f *Fixture) {
				digested(f)
				f.Set("put-integration", Hidden{}, "requestTemplates")
			}),
			With(Unknown, "a hash of something else", func(f *Fixture) {
				digested(f)
				f.Set("deployment", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "triggers", "PUT /books/{id}")
			}),
			stage(Violating, "a deployment of another API", "@other-deployment", "deployment").And(func(f *Fixture) {
				f.Add(graph.RestAPI, "other", Properties{"name": "other", "tags": Tags})
				f.Add(graph.Deployment, "other-deployment", Properties{"restApi": "@other"})
			}),
			With(Violating, "no triggers", func(f *Fixture) { f.Set("deployment", nil, "triggers") }),
			With(Half, "empty triggers", func(f *Fixture) { f.Set("deployment", Properties{}, "triggers") }),
			With(Unknown, "no stage", func(f *Fixture) { f.Remove("stage") }),
			stage(Unknown, "a literal deployment", "old123", "deployment"),
			stage(Unknown, "a canary", Properties{"deploymentId": "old123", "percentTraffic": 10}, "canarySettings"),
			stage(Unknown, "a literal API", "abc123", "restApi"),
			With(Unknown, "a method without a trigger", func(f *Fixture) {
				digested(f)
				f.Set("deployment", nil, "triggers", "PUT /books/{id}")
			}),
			With(Unknown, "a trigger that is computed from some integrations only", func(f *Fixture) {
				f.Nodes["deployment"].PropertyDependencies["triggers"] = []string{"urn:get-integration", "urn:put-integration"}
			}),
		},
		"LP-STAGE-001": {
			With(Good, "JSON with the request's id", func(*Fixture) {}),
			stage(Violating, "none", nil, "accessLogSettings"),
			stage(Half, "no JSON", "$context.requestId", "accessLogSettings", "format"),
			stage(Half, "without the request's id", `{"status":"$context.status"}`, "accessLogSettings", "format"),
			stage(Half, "without a format", nil, "accessLogSettings", "format"),
			stage(Unknown, "unknown", Hidden{}, "accessLogSettings"),
			stage(Unknown, "the format is unknown", Hidden{}, "accessLogSettings", "format"),
		},
		"LP-STAGE-002": {
			With(Good, "traced", func(*Fixture) {}),
			stage(Violating, "not set", nil, "xrayTracingEnabled"),
			stage(Half, "off", false, "xrayTracingEnabled"),
			stage(Unknown, "unknown", Hidden{}, "xrayTracingEnabled"),
		},
		"LP-STAGE-003": {
			With(Good, "limited", func(*Fixture) {}),
			With(Violating, "no settings", func(f *Fixture) { f.Remove("settings") }),
			settings(Violating, "settings of one method", "books/GET", "methodPath"),
			settings(Half, "no burst limit", nil, "settings", "throttlingBurstLimit"),
			settings(Half, "switched off", -1, "settings", "throttlingRateLimit"),
			With(Half, "switched off for one method", func(f *Fixture) {
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": "books/GET", "settings": Properties{"throttlingRateLimit": -1}})
			}),
			With(Half, "not given for one method", func(f *Fixture) {
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": "books/GET", "settings": Properties{"cachingEnabled": true}})
			}),
			settings(Unknown, "unknown", Hidden{}, "settings", "throttlingRateLimit"),
		},
		"LP-STAGE-004": {
			With(Good, "off", func(*Fixture) {}),
			settings(Good, "not set", nil, "settings", "dataTraceEnabled"),
			settings(Violating, "on", true, "settings", "dataTraceEnabled"),
			With(Half, "on for one method", func(f *Fixture) {
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": "books/GET", "settings": Properties{"dataTraceEnabled": true}})
			}),
			settings(Unknown, "unknown", Hidden{}, "settings", "dataTraceEnabled"),
		},
		"LP-STAGE-005": {
			With(Good, "no cache", func(*Fixture) {}),
			caches(With(Good, "an encrypted cache", func(*Fixture) {})),
			caches(With(Good, "a cache that no method uses", func(f *Fixture) {
				f.Set("settings", false, "settings", "cachingEnabled")
				f.Set("settings", nil, "settings", "cacheDataEncrypted")
			})),
			stage(Violating, "in plain text", true, "cacheClusterEnabled"),
			settings(Violating, "in plain text, by the settings", true, "settings", "cachingEnabled"),
			caches(With(Half, "clients may empty it", func(f *Fixture) { f.Set("settings", nil, "settings", "requireAuthorizationForCacheControl") })),
			stage(Unknown, "unknown", Hidden{}, "cacheClusterEnabled"),
		},
		"LP-STAGE-006": {
			With(Good, "no cache", func(*Fixture) {}),
			caches(With(Good, "all parameters are in the key", func(*Fixture) {})),
			caches(With(Good, "the method is not cached", func(f *Fixture) {
				f.Set("get-integration", nil, "cacheKeyParameters")
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": "books/{id}/GET", "settings": Properties{"cachingEnabled": false}})
			})),
			caches(With(Good, "a login, whose callers all get the same answer", func(f *Fixture) { f.Set("get", "AWS_IAM", "authorization") })),
			caches(personal(Good, "the claim is in the key", "CUSTOM", "context.authorizer.principalId", "integration.request.header.who").And(func(f *Fixture) {
				f.Set("get-integration", "context.authorizer.principalId", "requestParameters", "integration.request.header.who")
			})),
			caches(header(Good, "both spellings of a header are in the key", "method.request.header.If-None-Match", "method.request.header.if-none-match")),
			caches(With(Good, "a description of its own", func(f *Fixture) {
				f.Set("get-integration", "MOCK", "type")
				f.Template("get", `{"statusCode": 200}`)
			})),
			caches(With(Violating, "no key", func(f *Fixture) { f.Set("get-integration", nil, "cacheKeyParameters") })),
			caches(personal(Half, "the caller is not in the key", "AWS_IAM", "context.identity.userArn")),
			caches(personal(Half, "the token's header is in the key, which may be spelled otherwise", "COGNITO_USER_POOLS", "context.authorizer.claims.sub", "method.request.header.Authorization")),
			caches(personal(Half, "another claim is in the key", "CUSTOM", "context.authorizer.principalId", "integration.request.header.who").And(func(f *Fixture) {
				f.Set("get-integration", "context.authorizer.claims.email", "requestParameters", "integration.request.header.who")
			})),
			caches(personal(Half, "an address is not part of a key", "AWS_IAM", "context.identity.sourceIp", "method.request.header.Authorization")),
			caches(personal(Half, "the id of a request", "NONE", "context.requestId")),
			caches(header(Half, "one spelling of a header is not in the key", "method.request.header.If-None-Match")),
			caches(With(Half, "a query string that may be a header", func(f *Fixture) {
				f.Template("query", strings.Replace(f.Nodes["query-integration"].In("requestTemplates", "application/json").TextOr(""), "params().querystring.get('year')", "params('year')", 1))
			})),
			caches(With(Half, "all parameters are read", func(f *Fixture) { f.Template("get", `#set($all = $input.params())`+lookup) })),
			caches(With(Half, "the body of a GET is read", func(f *Fixture) { f.Template("get", `#set($body = $input.body)`+lookup) })),
			caches(With(Half, "a mapping reads a header", func(f *Fixture) {
				f.Set("get-integration", "method.request.header.x", "requestParameters", "integration.request.header.x")
			})),
			caches(With(Half, "several types of answers", func(f *Fixture) { f.Set("get-200", "{}", "responseTemplates", "text/plain") })),
			caches(With(Half, "DynamoDB is called as the caller", func(f *Fixture) { f.Set("get-integration", "arn:aws:iam::*:user/*", "credentials") })),
			caches(With(Half, "a write is cached", func(f *Fixture) {
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": "~1books~1{id}/PUT", "settings": Properties{"cachingEnabled": true}})
			})),
			caches(With(Half, "the cache is off for all methods but one", func(f *Fixture) {
				f.Set("settings", false, "settings", "cachingEnabled")
				f.Set("get-integration", nil, "cacheKeyParameters")
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": "~1books~1{id}/GET", "settings": Properties{"cachingEnabled": true}})
			})),
			caches(With(Half, "a parameter is not in the key", func(f *Fixture) { f.Set("query-integration", nil, "cacheKeyParameters") })),
			caches(With(Half, "two methods share a cache", func(f *Fixture) {
				f.Set("get-integration", "all", "cacheNamespace")
				f.Set("query-integration", "all", "cacheNamespace")
			})),
			caches(With(Unknown, "the key is unknown", func(f *Fixture) { f.Hide("get-integration", "cacheKeyParameters") })),
			caches(With(Unknown, "a mapping is unknown", func(f *Fixture) { f.Hide("get-integration", "requestParameters") })),
			caches(With(Good, "a template is unknown, which LP-TMPL-006 reports", func(f *Fixture) { f.Hide("get-integration", "requestTemplates") })),
			caches(With(Good, "a template is not followed, which LP-TMPL-006 reports", func(f *Fixture) { f.Template("get", `#set($a = $input.params("id").codePointAt(0))`+lookup) })),
			caches(With(Unknown, "a Lambda function answers", func(f *Fixture) {
				f.Set("get-integration", "AWS_PROXY", "type")
				f.Set("get-integration", "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations", "uri")
			})),
			caches(With(Unknown, "it is unknown for which method a setting is", func(f *Fixture) {
				f.Set("settings", false, "settings", "cachingEnabled")
				f.Add(graph.MethodSettings, "one", Properties{"restApi": "@api", "stageName": "test", "methodPath": Hidden{}, "settings": Properties{"cachingEnabled": true}})
			})),
		},
	}
}
