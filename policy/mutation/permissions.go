package mutation

import (
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

const exact = "LP-ROLE-001"

// permissionMutants make a role able to do more, or less.
func permissionMutants() []Mutant {
	document := func(name, verb, before, after string) Mutant {
		return Mutant{Name: name, Rule: exact, Break: func(s *Stack) { edit(s.policy(verb), before, after, "policy") }}
	}
	// elsewhere gives PUT's role another table than TABLE, its own.
	elsewhere := func(name, table string) Mutant {
		return Mutant{Name: name, Rule: exact, Break: func(s *Stack) {
			own := text(s.table(), "name")
			edit(s.policy("PUT"), ":table/"+own+`"`, ":table/"+strings.ReplaceAll(table, "TABLE", own)+`"`, "policy")
		}}
	}
	extra := func(name, statement string) Mutant {
		return Mutant{Name: name, Rule: exact, Break: func(s *Stack) {
			edit(s.policy("GET"), `"Statement":[`, `"Statement":[`+strings.ReplaceAll(statement, "TABLE", s.tableARN())+`,`, "policy")
		}}
	}
	return []Mutant{
		document("GET's role may do everything in DynamoDB", "GET", "dynamodb:GetItem", "dynamodb:*"),
		document("GET's role may do everything", "GET", "dynamodb:GetItem", "*"),
		document("GET's role may Get*", "GET", "dynamodb:GetItem", "dynamodb:Get*"),
		document("GET's role may GetIte?", "GET", "dynamodb:GetItem", "dynamodb:GetIte?"),
		document("GET's role may ?etItem", "GET", "dynamodb:GetItem", "dynamodb:?etItem"),
		document("GET's role may do another action instead", "GET", "dynamodb:GetItem", "dynamodb:Query"),
		document("DELETE's role may put instead", "DELETE", "dynamodb:DeleteItem", "dynamodb:PutItem"),
		document("PUT's role may put into every table", "PUT", "table/", "table/*"),
		elsewhere("PUT's role may put into tables of a prefix", "TABLE*"),
		elsewhere("PUT's role may put into a table with one letter more", "TABLE?"),
		elsewhere("PUT's role may put into another table", "other-TABLE"),
		document("PUT's role may put in every region", "PUT", "us-east-1", "*"),
		document("PUT's role may put in another region", "PUT", "dynamodb:us-east-1", "dynamodb:eu-west-1"),
		document("GET's role lacks its action by a typing mistake", "GET", "dynamodb:GetItem", "dynamodb:GetItems"),
		document("GET's role is denied instead of allowed", "GET", `"Allow"`, `"Deny"`),
		document("GET's role may do all but one action", "GET", `"Action":"dynamodb:GetItem"`, `"NotAction":"dynamodb:PutItem"`),
		document("GET's role may read all but one table", "GET", `"Resource":"`, `"NotResource":"x`),
		document("GET's role may read only under a condition that no request meets", "GET", `"Action"`, `"Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}},"Action"`),
		document("GET's role may read only what is not documented as a document", "GET", `"Effect"`, `"Efect"`),
		extra("GET's role has a second statement", `{"Effect":"Allow","Action":"dynamodb:DeleteItem","Resource":"TABLE"}`),
		extra("GET's role may scan", `{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"TABLE"}`),
		extra("GET's role may read every index", `{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"TABLE/index/*"}`),
		extra("GET's role may use PartiQL", `{"Effect":"Allow","Action":"dynamodb:PartiQLSelect","Resource":"TABLE"}`),
		extra("GET's role may put under a condition", `{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"TABLE","Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":"USER#*"}}}`),
		extra("GET's role may call another service", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/key"}`),
		extra("GET's role is explicitly denied what it needs", `{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}`),
		{Name: "the policies of GET and DELETE are swapped", Rule: exact, Break: func(s *Stack) {
			get, remove := s.policy("GET"), s.policy("DELETE")
			a, b := text(get, "policy"), text(remove, "policy")
			set(get, b, "policy")
			set(remove, a, "policy")
		}},
		{Name: "GET's role has no policy", Rule: exact, Break: func(s *Stack) { s.remove(s.policy("GET")) }},
		{Name: "GET's role has a second inline policy", Rule: exact, Break: func(s *Stack) {
			s.add(graph.RolePolicy, "second", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:UpdateItem","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"role": s.role("GET")})
		}},
		{Name: "GET's role has an inline policy within the role", Rule: exact, Break: func(s *Stack) {
			set(s.role("GET"), []any{map[string]any{
				"name":   "within",
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:UpdateItem","Resource":"` + s.tableARN() + `"}}`,
			}}, "inlinePolicies")
		}},
		{Name: "a managed policy of AWS is attached to GET's role", Rule: exact, Break: func(s *Stack) {
			s.add(graph.RolePolicyAttachment, "attached", map[string]any{
				"policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess",
			}, map[string]*wire.Resource{"role": s.role("GET")})
		}},
		{Name: "a managed policy of AWS is listed in GET's role", Rule: exact, Break: func(s *Stack) {
			set(s.role("GET"), []any{"arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"}, "managedPolicyArns")
		}},
		{Name: "a policy of the stack is attached to several roles", Rule: exact, Break: func(s *Stack) {
			p := s.add(graph.Policy, "shared", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + s.tableARN() + `"}}`,
			}, nil)
			set(p, map[string]any{"Project": s.Project, "Stack": s.Stack}, "tags")
			a := s.add(graph.PolicyAttachment, "everywhere", map[string]any{"roles": []any{text(s.role("GET"), "name")}}, map[string]*wire.Resource{"policyArn": p})
			depend(a, "roles", s.role("GET").URN)
		}},
		{Name: "GET's role has a boundary that forbids what it needs", Rule: exact, Break: func(s *Stack) {
			p := s.add(graph.Policy, "boundary", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`,
				"tags":   map[string]any{"Project": s.Project, "Stack": s.Stack},
			}, nil)
			unknown(s.role("GET"), "permissionsBoundary", p.URN)
		}},
		{Name: "the table's own policy lets GET's role delete", Rule: exact, Break: func(s *Stack) {
			role := "arn:aws:iam::" + strings.Split(s.tableARN(), ":")[4] + ":role/" + text(s.role("GET"), "name")
			s.add(graph.TableResourcePolicy, "opened", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + role + `"},"Action":"dynamodb:DeleteItem","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"resourceArn": s.table()})
		}},
		{Name: "GET's policy is not known at preview", Rule: exact, Break: func(s *Stack) { unknown(s.policy("GET"), "policy", s.table().URN) }},
		{Name: "the table has a customer managed key that no role may use", Rule: exact, Break: func(s *Stack) {
			set(s.table(), "arn:aws:kms:us-east-1:"+strings.Split(s.tableARN(), ":")[4]+":key/1234", "serverSideEncryption", "kmsKeyArn")
		}},
	}
}
