package provider

import (
	"testing"
)

// Mapping expressions have one grammar, and templates are keyed by content types (CP-013, CP-027).
func TestRefusedMappings(t *testing.T) {
	t.Parallel()
	refuse(t, []refusal{
		{"a request mapping of a star", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `*`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: *]`},
		{"a request mapping of nothing", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": ``}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ]`},
		{"a request mapping with a dollar", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `$context.requestId`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: $context.requestId]`},
		{"a request mapping with one quote", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `'a`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: 'a]`},
		{"a request mapping that joins two values", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `'a' + 'b'`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: 'a' + 'b']`},
		{"a request mapping of a location that requests have not", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `method.request.cookie.a`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.request.cookie.a]`},
		{"a request mapping of an undeclared header", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `method.request.header.a`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.a]`},
		{"a request mapping of all values of an undeclared parameter", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": `method.request.multivaluequerystring.a`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.multivaluequerystring.a]`},
		{"a request mapping to the response", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"method.response.header.X": `'a'`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.X]`},
		{"a request mapping to a body", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.body": `'a'`}})
		}, `creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: integration.request.body]`},
		{"a response mapping of a bare word", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": `https://example.com`}})
		}, `creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: https://example.com]`},
		{"a response mapping of a query string", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": `integration.response.querystring.a`}})
		}, `creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: integration.response.querystring.a]`},
		{"a response mapping to the request", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"integration.request.header.X-A": `'a'`}})
		}, `creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: integration.request.header.X-A]`},
		{"a gateway response mapping of the integration", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "UNAUTHORIZED", "responseParameters": props{"gatewayresponse.header.A": `integration.response.header.A`}}
		}, `creating API Gateway Gateway Response (UNAUTHORIZED): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: integration.response.header.A]`},
		{"a gateway response mapping with double quotes", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "UNAUTHORIZED", "responseParameters": props{"gatewayresponse.header.A": `"*"`}}
		}, `creating API Gateway Gateway Response (UNAUTHORIZED): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: "*"]`},
		{"a gateway response mapping to a body", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "UNAUTHORIZED", "responseParameters": props{"gatewayresponse.body": `'a'`}}
		}, `creating API Gateway Gateway Response (UNAUTHORIZED): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: gatewayresponse.body]`},
		{"a response parameter that the method response does not declare", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-B": "'b'"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.X-B]"},
		{"a mapping from a parameter that the method does not declare", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.path.x": "method.request.path.other"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.path.other]"},
		{"a method whose parameters share a name across locations", methodType, func(w *fixture) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestParameters": props{"method.request.querystring.a": true, "method.request.header.a": false}})
		}, "creating API Gateway Method (PUT): BadRequestException: Parameter names must be unique across querystring, header and path"},
		{"a method whose path and query string parameters share a name", methodType, func(w *fixture) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestParameters": props{"method.request.path.name": true, "method.request.multivaluequerystring.name": false}})
		}, "creating API Gateway Method (PUT): BadRequestException: Parameter names must be unique across querystring, header and path"},
		{"a method that declares no parameter of a request", methodType, func(w *fixture) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestParameters": props{"method.request.cookie.a": true}})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.cookie.a]"},
		{"a request mapping without quotes around a static value", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.Content-Type": "text/plain"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: text/plain]"},
		{"a request mapping that reads the integration's response", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": "integration.response.header.X"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: integration.response.header.X]"},
		{"a response mapping of a star", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": "*"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: *]"},
		{"a response mapping that reads the request", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": "method.request.path.name"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.request.path.name]"},
		{"a gateway response mapping of a star and of a bare word", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseParameters": props{"gatewayresponse.header.A": "*", "gatewayresponse.header.B": "one-value"}}
		}, "creating API Gateway Gateway Response (DEFAULT_4XX): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: *, Invalid mapping expression specified: one-value]"},
		{"a gateway response that sets a header of the method", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseParameters": props{"method.response.header.A": "'a'"}}
		}, "creating API Gateway Gateway Response (DEFAULT_4XX): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.A]"},
		{"a response template of no content type", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "200", "responseTemplates": props{"123": ""}})
		}, "creating API Gateway Integration Response: BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]"},
		{"a request template of no content type", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"requestTemplates": props{"json": "{}"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: json]"},
		{"a gateway response template of no content type", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseTemplates": props{"123": ""}}
		}, "creating API Gateway Gateway Response (DEFAULT_4XX): BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]"},
		{"a gateway response that API Gateway does not have", gatewayRespType, func(w *fixture) props {
			return props{"restApiId": w.api.id, "responseType": "NOT_FOUND"}
		}, "creating API Gateway Gateway Response (NOT_FOUND): ValidationException: 1 validation error detected: Value 'NOT_FOUND' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]"},
	})
}

func TestAcceptedMappings(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	w.method.update(w.on(props{"authorization": "NONE", "requestParameters": props{"method.request.path.name": true, "method.request.querystring.page": false}}))
	for source, at := range map[string]string{
		"'*'": "header.A", "''": "header.B", "context.authorizer.claims.sub": "header.C", "context.authorizer.claims.custom:tenant": "header.D", "context.identity.sourceIp": "header.E",
		"stageVariables.name": "header.F", "method.request.body": "header.G", "method.request.body.movie.title": "header.H", "method.request.path.name": "path.x",
		"method.request.querystring.page": "querystring.page", "method.request.multivaluequerystring.page": "multivaluequerystring.pages",
	} {
		w.create(integrationType, "get", with(w.integrationInputs(), props{"requestParameters": props{"integration.request." + at: source}}))
	}
	for _, source := range []string{"'*'", "integration.response.header.Date", "integration.response.multivalueheader.Date", "integration.response.body.Item.movie.S", "context.requestId", "stageVariables.name"} {
		w.create(integRespType, "get", w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": source}}))
	}
	for _, source := range []string{"'*'", "method.request.header.Origin", "context.error.message", "stageVariables.name"} {
		w.create(gatewayRespType, "r", props{"restApiId": w.api.id, "responseType": "DEFAULT_5XX", "responseParameters": props{"gatewayresponse.header.A": source}})
	}
}
