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
	key := func(name, rule, before, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { edit(s.any(graph.Key), before, after, "policy") }}
	}
	const methods = `"Sid":"Methods","Effect":"Allow","Principal":{"AWS":[`
	return []Mutant{
		key("the key's policy names no method's role", exact, `"Sid":"Methods","Effect":"Allow"`, `"Sid":"Methods","Effect":"Deny"`),
		{Name: "the key's policy names a role that is none of the API's", Rule: exact, Break: func(s *Stack) {
			edit(s.any(graph.Key), text(s.role("GET"), "name")+`"`, `another"`, "policy")
		}},
		key("the key's policy lets the methods' roles encrypt", exact, `"Action":"kms:Decrypt"`, `"Action":["kms:Decrypt","kms:Encrypt"]`),
		key("the key's policy lets the methods' roles do everything", exact, `"Action":"kms:Decrypt"`, `"Action":"kms:*"`),
		key("the key may be used by way of another region", exact, `"kms:ViaService":"dynamodb.us-east-1.`, `"kms:ViaService":"dynamodb.eu-west-1.`),
		key("the key may be used by way of any service", "LP-TABLE-005", `,"kms:ViaService":"dynamodb.us-east-1.amazonaws.com"`, ``),
		key("the key's policy admits every principal", "LP-IAM-004", `"Statement":[`, `"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"},`),
		key("the key's policy admits another account", "LP-IAM-004", methods, methods+`"arn:aws:iam::111122223333:root",`),
		key("the key's policy is not a document", "LP-IAM-004", `"Effect":"Allow"`, `"Efect":"Allow"`),
		{Name: "the key's policy is not known at preview", Rule: "LP-IAM-004", Break: func(s *Stack) { unknown(s.any(graph.Key), "policy") }},
		{Name: "the key is not rotated", Rule: "LP-TABLE-009", Break: func(s *Stack) { set(s.any(graph.Key), false, "enableKeyRotation") }},
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
