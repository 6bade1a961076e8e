package mutation

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// pipeRole is the role of a pipe of the stack.
func (s *Stack) pipeRole() *wire.Resource {
	urns := s.any(graph.Pipe).PropertyDependencies["roleArn"]
	return s.find(graph.Role, func(n *wire.Resource) bool { return slices.Contains(urns, n.URN) })
}

// pipePolicy is the inline policy of that role.
func (s *Stack) pipePolicy() *wire.Resource {
	role := s.pipeRole()
	return s.find(graph.RolePolicy, func(n *wire.Resource) bool { return slices.Contains(n.PropertyDependencies["role"], role.URN) })
}

// pipeMutants give the changes of a table away.
func pipeMutants() []Mutant {
	const rule = "LP-ROLE-009"
	policy := func(name, before, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { edit(s.pipePolicy(), before, after, "policy") }}
	}
	trust := func(name, pattern, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { match(s.pipeRole(), pattern, after, "assumeRolePolicy") }}
	}
	pipe := func(name string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.any(graph.Pipe), value, path...) }}
	}
	return []Mutant{
		policy("a pipe's role may scan the table", `"dynamodb:DescribeStream",`, `"dynamodb:DescribeStream","dynamodb:Scan",`),
		policy("a pipe's role may read every table's stream", `:table/`, `:table/*`),
		policy("a pipe's role may read the table itself", `/stream/*`, `*`),
		policy("a pipe's role may read the stream of another table alone", `/stream/`, `-2/stream/`),
		policy("a pipe's role may send to every event bus", `:event-bus/`, `:event-bus/*`),
		policy("a pipe's role may not read records", `"dynamodb:GetRecords",`, ``),
		policy("a pipe's role may not send what failed", `"sqs:SendMessage"`, `"sqs:ReceiveMessage"`),
		trust("any pipe of the account may assume a pipe's role", `"aws:SourceArn":"[^"]*"`, `"aws:SourceArn":"*"`),
		trust("a pipe's role asks for no source", `,?"Condition":\{"StringEquals":\{[^}]*\}\},`, `,`),
		trust("API Gateway may assume a pipe's role", `"pipes\.amazonaws\.com"`, `["pipes.amazonaws.com","apigateway.amazonaws.com"]`),
		trust("a pipe may not assume its role", `:pipe/`, `:pipe/another-`),
		pipe("a pipe sends to a queue of another account", "arn:aws:sqs:us-east-1:999999999999:jobs", "target"),
		pipe("a pipe's log holds items", []any{"ALL"}, "logConfiguration", "includeExecutionDatas"),
		{Name: "whose changes a pipe reads is not known at preview", Rule: rule, Break: func(s *Stack) { unknown(s.any(graph.Pipe), "source") }},
		{Name: "which role a pipe has is not known at preview", Rule: rule, Break: func(s *Stack) { unknown(s.any(graph.Pipe), "roleArn") }},
	}
}
