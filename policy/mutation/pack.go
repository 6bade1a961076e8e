package mutation

import "lambdaless/policy/graph"

// packMutants hide something from the pack.
func packMutants() []Mutant {
	return []Mutant{
		{Name: "a resource's inputs are not shown to the pack", Rule: "LP-PACK-002", Break: func(s *Stack) { s.policy("GET").Inputs = nil }},
		{Name: "the API is defined by a body", Rule: "LP-PACK-002", Break: func(s *Stack) { set(s.any(graph.RestAPI), `{"openapi":"3.0.1"}`, "body") }},
		{Name: "a stack of CloudFormation is hidden in the stack", Rule: "LP-PACK-002", Break: func(s *Stack) {
			s.add("aws:cloudformation/stack:Stack", "hidden", map[string]any{"templateBody": "{}"}, nil)
		}},
		{Name: "a role is hidden in another provider", Rule: "LP-PACK-002", Break: func(s *Stack) {
			s.add("aws-native:iam:Role", "hidden", map[string]any{}, nil)
		}},
		{Name: "whose a policy is, is not known at preview", Rule: "LP-PACK-002", Break: func(s *Stack) { unknown(s.policy("GET"), "role") }},
		{Name: "an integration belongs to no method", Rule: "LP-PACK-002", Break: func(s *Stack) { set(s.integration("GET"), "PATCH", "httpMethod") }},
		{Name: "a setting is misspelt", Rule: "LP-PACK-001", Break: func(s *Stack) {
			s.Config = map[string]string{"policy:settings": `{"productionStack":["prod"]}`}
		}},
		{Name: "a setting has the wrong type", Rule: "LP-PACK-001", Break: func(s *Stack) {
			s.Config = map[string]string{"policy:settings": `{"productionStacks":"prod"}`}
		}},
	}
}
