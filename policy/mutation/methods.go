package mutation

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// methodMutants change who may call a method, and what of the request is checked.
func methodMutants() []Mutant {
	method := func(name, rule, verb string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.verb(graph.Method, verb), value, path...) }}
	}
	// keyed changes a method that asks for an API key.
	keyed := func(name, verb string, do func(*wire.Resource)) Mutant {
		return Mutant{Name: name, Rule: "LP-METH-001", Break: func(s *Stack) {
			n := s.verb(graph.Method, verb)
			if !flag(n, "apiKeyRequired") {
				fail("%s asks for no API key", n.Name)
			}
			do(n)
		}}
	}
	first := func(name, rule, kind string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.any(kind), value, path...) }}
	}
	return []Mutant{
		keyed("PUT asks for no key", "PUT", func(n *wire.Resource) { set(n, false, "apiKeyRequired") }),
		keyed("DELETE does not say whether it asks for a key", "DELETE", func(n *wire.Resource) { set(n, nil, "apiKeyRequired") }),
		keyed("whether PUT asks for a key is not known at preview", "PUT", func(n *wire.Resource) { unknown(n, "apiKeyRequired") }),
		{Name: "PUT's authorizer was dropped", Rule: "LP-METH-001", Break: func(s *Stack) {
			n := s.verb(graph.Method, "PUT")
			set(n, "COGNITO_USER_POOLS", "authorization")
			set(n, nil, "authorizerId")
			delete(n.PropertyDependencies, "authorizerId")
		}},
		{Name: "PUT has an authorization that is none", Rule: "LP-METH-001", Break: func(s *Stack) {
			set(s.verb(graph.Method, "PUT"), false, "apiKeyRequired")
			set(s.verb(graph.Method, "PUT"), "", "authorization")
		}},
		{Name: "PUT takes bodies of a type without a model", Rule: "LP-METH-002", Break: func(s *Stack) {
			put := s.integration("PUT")
			set(put, text(put, "requestTemplates", "application/json"), "requestTemplates", "text/json")
		}},
		{Name: "GET has no validator", Rule: "LP-METH-002", Break: func(s *Stack) {
			n := s.verb(graph.Method, "GET")
			set(n, nil, "requestValidatorId")
			delete(n.PropertyDependencies, "requestValidatorId")
		}},
		first("the validator does not validate bodies", "LP-METH-002", graph.RequestValidator, false, "validateRequestBody"),
		first("the validator does not validate parameters", "LP-METH-002", graph.RequestValidator, false, "validateRequestParameters"),
		{Name: "GET does not require its path parameter", Rule: "LP-METH-002", Break: func(s *Stack) {
			s.keyParameter("GET")
			set(s.verb(graph.Method, "GET"), nil, "requestParameters")
		}},
		method("PUT has no model", "LP-METH-002", "PUT", nil, "requestModels"),
		method("PUT's model is API Gateway's empty one", "LP-METH-002", "PUT", "Empty", "requestModels", "application/json"),
		first("PUT's model accepts everything", "LP-METH-002", graph.Model, `{"type":"object"}`, "schema"),
		first("one alternative of PUT's model accepts everything", "LP-METH-002", graph.Model, `{"anyOf":[{"type":"object","required":["name"]},{}]}`, "schema"),
		first("PUT's model refers to a definition that accepts everything", "LP-METH-002", graph.Model, `{"$ref":"#/definitions/any","definitions":{"any":{}}}`, "schema"),
		first("PUT's model combines schemas that accept everything", "LP-METH-002", graph.Model, `{"allOf":[{"type":"object"},{}]}`, "schema"),
		first("PUT's model is not JSON", "LP-METH-002", graph.Model, `{`, "schema"),
		{Name: "the usage plan was removed", Rule: "LP-METH-003", Break: func(s *Stack) { s.remove(s.any(graph.UsagePlan)) }},
		{Name: "the usage plan has no throttle", Rule: "LP-METH-003", Break: func(s *Stack) { set(s.any(graph.UsagePlan), nil, "throttleSettings") }},
		{Name: "the usage plan has no quota", Rule: "LP-METH-003", Break: func(s *Stack) { set(s.any(graph.UsagePlan), nil, "quotaSettings") }},
		{Name: "the usage plan has no key", Rule: "LP-METH-003", Break: func(s *Stack) { s.remove(s.any(graph.UsagePlanKey)) }},
		{Name: "the usage plan is bound to no stage", Rule: "LP-METH-003", Break: func(s *Stack) { set(s.any(graph.UsagePlan), nil, "apiStages") }},
		first("the key's value is in the program", "LP-METH-003", graph.APIKey, "0123456789012345678901", "value"),
		first("the key is switched off", "LP-METH-003", graph.APIKey, false, "enabled"),
		{Name: "GET deletes", Rule: "LP-METH-004", Break: func(s *Stack) {
			get, remove := s.integration("GET"), s.integration("DELETE")
			set(get, text(remove, "uri"), "uri")
			unknown(get, "credentials", s.role("DELETE").URN)
		}},
		{Name: "a GET of another resource writes", Rule: "LP-METH-004", Break: func(s *Stack) { edit(s.integration("GET"), "GetItem", "UpdateItem", "uri") }},
		{Name: "an open method that writes was added", Rule: "LP-METH-001", Break: addMethod},
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
