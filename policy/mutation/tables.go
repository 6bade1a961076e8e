package mutation

import (
	"lambdaless/policy/graph"
)

// tableMutants leave a table unprotected.
func tableMutants() []Mutant {
	table := func(name, rule string, value any, path ...string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { set(s.table(), value, path...) }}
	}
	return []Mutant{
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
