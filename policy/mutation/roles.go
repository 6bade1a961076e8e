package mutation

import (
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// roleMutants change which role a method has.
func roleMutants() []Mutant {
	credentials := func(s *Stack, verb string, to any, because ...string) {
		n := s.integration(verb)
		set(n, to, "credentials")
		depend(n, "credentials", because...)
	}
	share := func(s *Stack, verb, of string) {
		unknown(s.integration(verb), "credentials", s.role(of).URN)
	}
	return []Mutant{
		{Name: "GET and PUT share a role", Rule: "LP-ROLE-003", Break: func(s *Stack) { share(s, "GET", "PUT") }},
		{Name: "GET uses DELETE's role, and its own is left over", Rule: "LP-ROLE-005", Break: func(s *Stack) { share(s, "GET", "DELETE") }},
		{Name: "the roles of GET and DELETE are swapped", Rule: exact, Break: func(s *Stack) {
			get, remove := s.role("GET"), s.role("DELETE")
			unknown(s.integration("GET"), "credentials", remove.URN)
			unknown(s.integration("DELETE"), "credentials", get.URN)
		}},
		{Name: "GET's role is handed to something else too", Rule: "LP-ROLE-003", Break: func(s *Stack) {
			s.add("aws:lambda/function:Function", "function", map[string]any{"name": "f"}, map[string]*wire.Resource{"role": s.role("GET")})
		}},
		{Name: "the account's log role is a method's role", Rule: "LP-ROLE-003", Break: func(s *Stack) {
			s.add(graph.GatewayAccount, "logs", nil, map[string]*wire.Resource{"cloudwatchRoleArn": s.role("PUT")})
		}},
		{Name: "PUT's role may also read", Rule: "LP-ROLE-004", Break: func(s *Stack) {
			edit(s.policy("PUT"), `"dynamodb:PutItem"`, `["dynamodb:PutItem","dynamodb:GetItem"]`, "policy")
		}},
		{Name: "API Gateway may assume a role that no method uses", Rule: "LP-ROLE-005", Break: func(s *Stack) {
			s.add(graph.Role, "waiting", map[string]any{
				"name": "waiting", "assumeRolePolicy": text(s.role("GET"), "assumeRolePolicy"),
				"tags": map[string]any{"Project": s.Project, "Stack": s.Stack},
			}, nil)
		}},
		{Name: "GET has no credentials", Rule: "LP-ROLE-006", Break: func(s *Stack) { credentials(s, "GET", nil) }},
		{Name: "GET passes the caller's credentials on", Rule: "LP-ROLE-006", Break: func(s *Stack) { credentials(s, "GET", "arn:aws:iam::*:user/*") }},
		{Name: "GET has a role outside the stack", Rule: "LP-ROLE-006", Break: func(s *Stack) {
			credentials(s, "GET", "arn:aws:iam::"+strings.Split(s.tableARN(), ":")[4]+":role/administrator")
		}},
		{Name: "which role GET has is not known at preview", Rule: "LP-ROLE-006", Break: func(s *Stack) { unknown(s.integration("GET"), "credentials") }},
	}
}
