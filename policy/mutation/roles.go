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
		{"GET and PUT share a role", "LP-ROLE-003", func(s *Stack) { share(s, "GET", "PUT") }},
		{"GET uses DELETE's role, and its own is left over", "LP-ROLE-005", func(s *Stack) { share(s, "GET", "DELETE") }},
		{"the roles of GET and DELETE are swapped", exact, func(s *Stack) {
			get, remove := s.role("GET"), s.role("DELETE")
			unknown(s.integration("GET"), "credentials", remove.URN)
			unknown(s.integration("DELETE"), "credentials", get.URN)
		}},
		{"GET's role is handed to something else too", "LP-ROLE-003", func(s *Stack) {
			s.add("aws:lambda/function:Function", "function", map[string]any{"name": "f"}, map[string]*wire.Resource{"role": s.role("GET")})
		}},
		{"the account's log role is a method's role", "LP-ROLE-003", func(s *Stack) {
			s.add(graph.GatewayAccount, "logs", nil, map[string]*wire.Resource{"cloudwatchRoleArn": s.role("PUT")})
		}},
		{"PUT's role may also read", "LP-ROLE-004", func(s *Stack) {
			edit(s.policy("PUT"), `"dynamodb:PutItem"`, `["dynamodb:PutItem","dynamodb:GetItem"]`, "policy")
		}},
		{"a role waits for API Gateway and nobody uses it", "LP-ROLE-005", func(s *Stack) {
			s.add(graph.Role, "waiting", map[string]any{
				"name": "waiting", "assumeRolePolicy": text(s.role("GET"), "assumeRolePolicy"),
				"tags": map[string]any{"Project": s.Project, "Stack": s.Stack},
			}, nil)
		}},
		{"GET has no credentials", "LP-ROLE-006", func(s *Stack) { credentials(s, "GET", nil) }},
		{"GET passes the caller's credentials on", "LP-ROLE-006", func(s *Stack) { credentials(s, "GET", "arn:aws:iam::*:user/*") }},
		{"GET has a role outside the stack", "LP-ROLE-006", func(s *Stack) {
			credentials(s, "GET", "arn:aws:iam::"+strings.Split(s.tableARN(), ":")[4]+":role/administrator")
		}},
		{"which role GET has is not known at preview", "LP-ROLE-006", func(s *Stack) { unknown(s.integration("GET"), "credentials") }},
	}
}
