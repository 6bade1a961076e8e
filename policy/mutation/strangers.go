package mutation

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// strangerMutants let somebody in beside the API, or serve something else than what is proven.
func strangerMutants() []Mutant {
	const foreign = `{"AWS":"arn:aws:iam::999999999999:root"}`
	return []Mutant{
		{"another account may read the table by its own policy", "LP-IAM-004", func(s *Stack) {
			s.add(graph.TableResourcePolicy, "opened", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + foreign + `,"Action":"dynamodb:GetItem","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"resourceArn": s.table()})
		}},
		{"another account may use a key", "LP-IAM-004", func(s *Stack) {
			s.add(graph.Key, "key", map[string]any{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + foreign + `,"Action":"kms:*","Resource":"*"}}`}, nil)
		}},
		{"a gateway response shows the caller's key", "LP-INTG-005", func(s *Stack) {
			s.add(graph.GatewayResponse, "denied", map[string]any{
				"responseType": "ACCESS_DENIED", "responseTemplates": map[string]any{"application/json": `{"key":"$context.identity.apiKey"}`},
			}, map[string]*wire.Resource{"restApiId": s.any(graph.RestAPI)})
		}},
		{"the API's policy denies everything", "LP-METH-005", func(s *Stack) {
			set(s.any(graph.RestAPI), `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}}`, "policy")
		}},
		{"the logs role may read the table", "LP-ROLE-007", func(s *Stack) {
			logs := s.add(graph.Role, "logs", map[string]any{"name": "logs", "assumeRolePolicy": text(s.role("GET"), "assumeRolePolicy")}, nil)
			s.add(graph.GatewayAccount, "logs", nil, map[string]*wire.Resource{"cloudwatchRoleArn": logs})
			s.add(graph.RolePolicy, "more", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"role": logs})
		}},
		{"a role that reads the table trusts another account", "LP-ROLE-008", func(s *Stack) {
			role := s.add(graph.Role, "stranger", map[string]any{
				"name": "stranger", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + foreign + `,"Action":"sts:AssumeRole"}}`,
			}, nil)
			s.add(graph.RolePolicy, "strangers-policy", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"role": role})
		}},
		{"the stage serves a deployment that nobody knows", "LP-STAGE-007", func(s *Stack) {
			set(s.any(graph.Stage), "old123", "deployment")
			depend(s.any(graph.Stage), "deployment")
		}},
		{"the deployment is not renewed", "LP-STAGE-007", func(s *Stack) { set(s.any(graph.Deployment), nil, "triggers") }},
		{"the table is in another region", "LP-TABLE-006", func(s *Stack) { set(s.table(), "ap-south-1", "region") }},
	}
}
