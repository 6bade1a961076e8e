package mutation

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// policyMutants put what should be nowhere into some policy of the stack.
func policyMutants() []Mutant {
	user := func(name, rule, statement string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) {
			s.add(graph.UserPolicy, "deployer", map[string]any{
				"user": "deployer", "policy": `{"Version":"2012-10-17","Statement":` + statement + `}`,
			}, nil)
		}}
	}
	return []Mutant{
		user("a user may do everything with a bucket", "LP-IAM-001", `{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket"}`),
		user("a user may read every object", "LP-IAM-001", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}`),
		user("a user may do everything but one thing", "LP-IAM-001", `{"Effect":"Allow","NotAction":"iam:CreateUser","Resource":"arn:aws:s3:::bucket"}`),
		user("a user may write every role's policy", "LP-IAM-002", `{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::123456789012:role/r"}`),
		user("a user may pass a role and start a function with it", "LP-IAM-002", `{"Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}`),
		{Name: "a user is an administrator", Rule: "LP-IAM-003", Break: func(s *Stack) {
			s.add(graph.UserPolicyAttachment, "administrator", map[string]any{"user": "deployer", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, nil)
		}},
		{Name: "the log role is an administrator", Rule: "LP-IAM-003", Break: func(s *Stack) {
			role := s.add(graph.Role, "logs", map[string]any{
				"name": "logs", "assumeRolePolicy": text(s.role("GET"), "assumeRolePolicy"),
				"tags": map[string]any{"Project": s.Project, "Stack": s.Stack},
			}, nil)
			s.add(graph.RolePolicyAttachment, "logs", map[string]any{"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, map[string]*wire.Resource{"role": role})
			s.add(graph.GatewayAccount, "logs", nil, map[string]*wire.Resource{"cloudwatchRoleArn": role})
		}},
		{Name: "any principal may read the table by its own policy", Rule: "LP-IAM-001", Break: func(s *Stack) {
			s.add(graph.TableResourcePolicy, "opened", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"resourceArn": s.table()})
		}},
	}
}
