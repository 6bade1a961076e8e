package mutation

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// methodMutants change who may call a method, and what of the request is checked.
func methodMutants() []Mutant {
	method := func(name, rule, verb string, value any, path ...string) Mutant {
		return Mutant{name, rule, func(s *Stack) { set(s.verb(graph.Method, verb), value, path...) }}
	}
	first := func(name, rule, kind string, value any, path ...string) Mutant {
		return Mutant{name, rule, func(s *Stack) { set(s.any(kind), value, path...) }}
	}
	return []Mutant{
		method("PUT asks for no key", "LP-METH-001", "PUT", false, "apiKeyRequired"),
		method("DELETE does not say whether it asks for a key", "LP-METH-001", "DELETE", nil, "apiKeyRequired"),
		{"whether PUT asks for a key is not known at preview", "LP-METH-001", func(s *Stack) { unknown(s.verb(graph.Method, "PUT"), "apiKeyRequired") }},
		method("PUT's authorizer was dropped", "LP-METH-001", "PUT", "COGNITO_USER_POOLS", "authorization"),
		{"PUT has an authorization that is none", "LP-METH-001", func(s *Stack) {
			set(s.verb(graph.Method, "PUT"), false, "apiKeyRequired")
			set(s.verb(graph.Method, "PUT"), "", "authorization")
		}},
		{"PUT takes bodies of a type without a model", "LP-METH-002", func(s *Stack) {
			put := s.integration("PUT")
			set(put, text(put, "requestTemplates", "application/json"), "requestTemplates", "text/json")
		}},
		{"GET has no validator", "LP-METH-002", func(s *Stack) {
			n := s.verb(graph.Method, "GET")
			set(n, nil, "requestValidatorId")
			delete(n.PropertyDependencies, "requestValidatorId")
		}},
		first("the validator does not validate bodies", "LP-METH-002", graph.RequestValidator, false, "validateRequestBody"),
		first("the validator does not validate parameters", "LP-METH-002", graph.RequestValidator, false, "validateRequestParameters"),
		method("GET does not require its path parameter", "LP-METH-002", "GET", nil, "requestParameters"),
		method("PUT has no model", "LP-METH-002", "PUT", nil, "requestModels"),
		method("PUT's model is API Gateway's empty one", "LP-METH-002", "PUT", "Empty", "requestModels", "application/json"),
		first("PUT's model accepts everything", "LP-METH-002", graph.Model, `{"type":"object"}`, "schema"),
		first("PUT's model is not JSON", "LP-METH-002", graph.Model, `{`, "schema"),
		{"the usage plan was removed", "LP-METH-003", func(s *Stack) { s.remove(s.any(graph.UsagePlan)) }},
		{"the usage plan has no throttle", "LP-METH-003", func(s *Stack) { set(s.any(graph.UsagePlan), nil, "throttleSettings") }},
		{"the usage plan has no quota", "LP-METH-003", func(s *Stack) { set(s.any(graph.UsagePlan), nil, "quotaSettings") }},
		{"the usage plan has no key", "LP-METH-003", func(s *Stack) { s.remove(s.any(graph.UsagePlanKey)) }},
		{"the usage plan is bound to no stage", "LP-METH-003", func(s *Stack) { set(s.any(graph.UsagePlan), nil, "apiStages") }},
		first("the key's value is in the program", "LP-METH-003", graph.APIKey, "0123456789012345678901", "value"),
		first("the key is switched off", "LP-METH-003", graph.APIKey, false, "enabled"),
		{"GET deletes", "LP-METH-004", func(s *Stack) {
			get, remove := s.integration("GET"), s.integration("DELETE")
			set(get, text(remove, "uri"), "uri")
			unknown(get, "credentials", s.role("DELETE").URN)
		}},
		{"a GET of another resource writes", "LP-METH-004", func(s *Stack) { edit(s.integration("GET"), "GetItem", "UpdateItem", "uri") }},
		{"an open method that writes was added", "LP-METH-001", addMethod},
	}
}

// addMethod adds a POST to the GET's resource that calls PutItem, with everything but a key.
func addMethod(s *Stack) {
	get, integration, role := s.verb(graph.Method, "GET"), s.integration("PUT"), s.role("PUT")
	added := s.add(graph.Method, "added", map[string]any{"httpMethod": "POST", "authorization": "NONE"}, nil)
	called := s.add(graph.Integration, "added-integration", map[string]any{
		"httpMethod": "POST", "type": "AWS", "integrationHttpMethod": "POST", "uri": text(integration, "uri"), "passthroughBehavior": "NEVER",
	}, map[string]*wire.Resource{"credentials": role})
	for _, n := range []*wire.Resource{added, called} {
		for _, property := range []string{"restApi", "resourceId"} {
			unknown(n, property, get.PropertyDependencies[property]...)
		}
	}
}
