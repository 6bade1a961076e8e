package mutation

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// functionMutants add a function that may read the table, and let strangers invoke it.
func functionMutants() []Mutant {
	opened := func(name, kind, property string, inputs map[string]any) Mutant {
		return Mutant{Name: name, Rule: "LP-ROLE-008", Break: func(s *Stack) {
			role := s.add(graph.Role, "worker", map[string]any{
				"name": "worker", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`,
			}, nil)
			s.add(graph.RolePolicy, "worker", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"role": role})
			function := s.add(graph.Function, "worker", map[string]any{"name": "worker"}, map[string]*wire.Resource{"role": role})
			s.add(kind, "opening", inputs, map[string]*wire.Resource{property: function})
		}}
	}
	permitted := func(name, principal string) Mutant {
		return opened(name, graph.FunctionPermission, "function", map[string]any{"action": "lambda:InvokeFunction", "principal": principal})
	}
	return []Mutant{
		opened("a function with the table has a public URL", graph.FunctionURL, "functionName", map[string]any{"authorizationType": "NONE"}),
		permitted("anyone may invoke a function with the table", "*"),
		permitted("another account may invoke a function with the table", "999999999999"),
		permitted("another account's role may invoke a function with the table", "arn:aws:iam::999999999999:role/x"),
	}
}
