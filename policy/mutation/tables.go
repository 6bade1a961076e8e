package mutation

import (
	"lambdaless/policy/graph"
)

// tableMutants leave a table unprotected.
func tableMutants() []Mutant {
	table := func(name, rule string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.table(), value, path...) }}
	}
	policy := func(name, rule, before, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { edit(s.any(graph.TableResourcePolicy), before, after, "policy") }}
	}
	return []Mutant{
		policy("the table's policy admits an administrator", "LP-TABLE-007", `"aws:PrincipalArn":[`, `"aws:PrincipalArn":["arn:aws:iam::000000000000:role/administrator",`),
		policy("the table's policy admits every role", "LP-TABLE-007", `"aws:PrincipalArn":[`, `"aws:PrincipalArn":["arn:aws:iam::*:role/*",`),
		policy("the table's policy admits another account", "LP-TABLE-007", `"aws:PrincipalArn":[`, `"aws:PrincipalArn":["arn:aws:iam::111122223333:root",`),
		policy("the table's policy does not deny reading", "LP-TABLE-008", `"dynamodb:GetItem",`, ``),
		policy("the table's policy is about another table", "LP-TABLE-008", `:table/`, `:table/another-`),
		{Name: "the table has no policy", Rule: "LP-TABLE-008", Break: func(s *Stack) { s.remove(s.any(graph.TableResourcePolicy)) }},
		table("the table is not encrypted", "LP-TABLE-001", false, "serverSideEncryption", "enabled"),
		table("the table does not say how it is encrypted", "LP-TABLE-001", nil, "serverSideEncryption"),
		table("the table cannot be restored", "LP-TABLE-002", false, "pointInTimeRecovery", "enabled"),
		table("the table does not say whether it can be restored", "LP-TABLE-002", nil, "pointInTimeRecovery"),
		table("the table can be deleted", "LP-TABLE-003", false, "deletionProtectionEnabled"),
		table("the table does not say whether it can be deleted", "LP-TABLE-003", nil, "deletionProtectionEnabled"),
		table("the table has fixed capacity", "LP-TABLE-004", "PROVISIONED", "billingMode"),
		table("the table does not say how it scales", "LP-TABLE-004", nil, "billingMode"),
		{Name: "whether the table is encrypted is not known at preview", Rule: "LP-TABLE-001", Break: func(s *Stack) { unknown(s.table(), "serverSideEncryption") }},
		{Name: "a role may use the table's key for everything", Rule: "LP-TABLE-005", Break: func(s *Stack) {
			const key = "arn:aws:kms:us-east-1:123456789012:key/1234"
			set(s.table(), key, "serverSideEncryption", "kmsKeyArn")
			edit(s.policy("GET"), `"Statement":[`, `"Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+key+`"},`, "policy")
		}},
		{Name: "the table has no tags", Rule: "LP-TAG-001", Break: func(s *Stack) {
			set(s.table(), nil, "tags")
			set(s.table(), nil, "tagsAll")
		}},
		{Name: "a role does not say whose it is", Rule: "LP-TAG-001", Break: func(s *Stack) {
			n := s.any(graph.Role)
			set(n, nil, "tags", "Project")
			set(n, nil, "tagsAll", "Project")
		}},
	}
}
