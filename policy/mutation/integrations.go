package mutation

import "lambdaless/policy/graph"

// integrationMutants change how DynamoDB is called.
func integrationMutants() []Mutant {
	property := func(name, rule string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.integration("GET"), value, path...) }}
	}
	uri := func(name, rule, before, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { edit(s.integration("GET"), before, after, "uri") }}
	}
	return []Mutant{
		property("GET lets bodies without a template through", "LP-INTG-001", "WHEN_NO_MATCH", "passthroughBehavior"),
		property("GET lets bodies through when it has no template", "LP-INTG-001", "WHEN_NO_TEMPLATES", "passthroughBehavior"),
		property("GET does not say what happens without a template", "LP-INTG-001", nil, "passthroughBehavior"),
		property("GET's body is converted to binary", "LP-INTG-001", "CONVERT_TO_BINARY", "contentHandling"),
		{Name: "every body of the API is binary", Rule: "LP-INTG-001", Break: func(s *Stack) { set(s.any(graph.RestAPI), []any{"*/*"}, "binaryMediaTypes") }},
		{Name: "bodies of the templates' type are binary", Rule: "LP-INTG-001", Break: func(s *Stack) {
			set(s.any(graph.RestAPI), []any{"image/png", "application/*"}, "binaryMediaTypes")
		}},
		{Name: "which bodies are binary is not known at preview", Rule: "LP-INTG-001", Break: func(s *Stack) { unknown(s.any(graph.RestAPI), "binaryMediaTypes") }},
		uri("GET's uri is a path", "LP-INTG-002", "action/GetItem", "path/"),
		uri("GET's uri is another service", "LP-INTG-002", "dynamodb:action/GetItem", "s3:action/GetObject"),
		uri("GET's uri names its operation by a stage variable", "LP-INTG-002", "GetItem", "${stageVariables.operation}"),
		uri("GET deletes the table", "LP-INTG-002", "GetItem", "DeleteTable"),
		uri("GET calls another operation", exact, "GetItem", "Query"),
		property("GET is sent to DynamoDB as a GET", "LP-INTG-002", "GET", "integrationHttpMethod"),
		property("GET is an HTTP proxy", "LP-INTG-002", "HTTP_PROXY", "type"),
		{Name: "GET has no integration", Rule: "LP-INTG-002", Break: func(s *Stack) { s.remove(s.integration("GET")) }},
		{Name: "GET's uri is not known at preview", Rule: "LP-INTG-002", Break: func(s *Stack) { unknown(s.integration("GET"), "uri") }},
		property("a header of the client becomes X-Amz-Target", "LP-INTG-003", "method.request.header.X", "requestParameters", "integration.request.header.X-Amz-Target"),
		{Name: "GET's template overrides X-Amz-Target", Rule: "LP-INTG-003", Break: func(s *Stack) {
			s.template("GET", "{\n", `#set($context.requestOverride.header.X-Amz-Target = "DynamoDB_20120810.Scan"){`+"\n")
		}},
		{Name: "GET's template overrides a header by another name of $context", Rule: "LP-INTG-003", Break: func(s *Stack) {
			s.template("GET", "{\n", `#set($c = $context)#set($c.requestOverride.header.Y = $input.params('y')){`+"\n")
		}},
		{Name: "PUT answers refusals as successes", Rule: "LP-INTG-004", Break: func(s *Stack) { s.remove(s.response("PUT", `4\d{2}`)) }},
		{Name: "PUT answers refusals with 200", Rule: "LP-INTG-004", Break: func(s *Stack) { set(s.response("PUT", `4\d{2}`), "200", "statusCode") }},
		{Name: "PUT has no response for successes", Rule: "LP-INTG-004", Break: func(s *Stack) { s.remove(s.response("PUT", "")) }},
		{Name: "PUT recognises only one of DynamoDB's failures", Rule: "LP-INTG-004", Break: func(s *Stack) { set(s.response("PUT", `5\d{2}`), "500", "selectionPattern") }},
	}
}
