package mutation

import "lambdaless/policy/graph"

// packMutants hide something from the pack.
func packMutants() []Mutant {
	return []Mutant{
		{"a resource's inputs are not shown to the pack", "LP-PACK-002", func(s *Stack) { s.policy("GET").Inputs = nil }},
		{"the API is defined by a body", "LP-PACK-002", func(s *Stack) { set(s.any(graph.RestAPI), `{"openapi":"3.0.1"}`, "body") }},
		{"a stack of CloudFormation is hidden in the stack", "LP-PACK-002", func(s *Stack) {
			s.add("aws:cloudformation/stack:Stack", "hidden", map[string]any{"templateBody": "{}"}, nil)
		}},
		{"a role is hidden in another provider", "LP-PACK-002", func(s *Stack) {
			s.add("aws-native:iam:Role", "hidden", map[string]any{}, nil)
		}},
		{"whose a policy is, is not known at preview", "LP-PACK-002", func(s *Stack) { unknown(s.policy("GET"), "role") }},
		{"an integration belongs to no method", "LP-PACK-002", func(s *Stack) { set(s.integration("GET"), "PATCH", "httpMethod") }},
		{"a setting is misspelt", "LP-PACK-001", func(s *Stack) {
			s.Config = map[string]string{"policy:settings": `{"productionStack":["prod"]}`}
		}},
		{"a setting has the wrong type", "LP-PACK-001", func(s *Stack) {
			s.Config = map[string]string{"policy:settings": `{"productionStacks":"prod"}`}
		}},
	}
}
