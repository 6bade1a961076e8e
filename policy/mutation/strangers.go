package mutation

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// strangerMutants let strangers in beside the API, or serve something else than what is proven.
func strangerMutants() []Mutant {
	const foreign = `{"AWS":"arn:aws:iam::999999999999:root"}`
	return []Mutant{
		{Name: "another account may read the table by its own policy", Rule: "LP-IAM-004", Break: func(s *Stack) {
			s.add(graph.TableResourcePolicy, "opened", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + foreign + `,"Action":"dynamodb:GetItem","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"resourceArn": s.table()})
		}},
		{Name: "another account may use a key", Rule: "LP-IAM-004", Break: func(s *Stack) {
			s.add(graph.Key, "key", map[string]any{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + foreign + `,"Action":"kms:*","Resource":"*"}}`}, nil)
		}},
		{Name: "a gateway response shows the caller's key", Rule: "LP-INTG-005", Break: func(s *Stack) {
			s.add(graph.GatewayResponse, "denied", map[string]any{
				"responseType": "ACCESS_DENIED", "responseTemplates": map[string]any{"application/json": `{"key":"$context.identity.apiKey"}`},
			}, map[string]*wire.Resource{"restApiId": s.any(graph.RestAPI)})
		}},
		{Name: "the API's policy denies everything", Rule: "LP-METH-005", Break: func(s *Stack) {
			set(s.any(graph.RestAPI), `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}}`, "policy")
		}},
		{Name: "the logs role may read the table", Rule: "LP-ROLE-007", Break: func(s *Stack) {
			logs := s.add(graph.Role, "logs", map[string]any{"name": "logs", "assumeRolePolicy": text(s.role("GET"), "assumeRolePolicy")}, nil)
			s.add(graph.GatewayAccount, "logs", nil, map[string]*wire.Resource{"cloudwatchRoleArn": logs})
			s.add(graph.RolePolicy, "more", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"role": logs})
		}},
		{Name: "a role that reads the table trusts another account", Rule: "LP-ROLE-008", Break: func(s *Stack) {
			role := s.add(graph.Role, "stranger", map[string]any{
				"name": "stranger", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + foreign + `,"Action":"sts:AssumeRole"}}`,
			}, nil)
			s.add(graph.RolePolicy, "strangers-policy", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + s.tableARN() + `"}}`,
			}, map[string]*wire.Resource{"role": role})
		}},
		{Name: "the stage serves a deployment that is not in the stack", Rule: "LP-STAGE-007", Break: func(s *Stack) {
			set(s.any(graph.Stage), "old123", "deployment")
			depend(s.any(graph.Stage), "deployment")
		}},
		{Name: "the deployment is not renewed", Rule: "LP-STAGE-007", Break: func(s *Stack) { set(s.any(graph.Deployment), nil, "triggers") }},
		{Name: "a gateway response comes without a trigger", Rule: "LP-STAGE-008", Break: func(s *Stack) {
			s.add(graph.GatewayResponse, "refused", map[string]any{"responseType": "THROTTLED", "statusCode": "429"}, map[string]*wire.Resource{"restApiId": s.any(graph.RestAPI)})
		}},
		{Name: "the API's policy comes without a trigger", Rule: "LP-STAGE-007", Break: func(s *Stack) {
			s.add(graph.RestAPIPolicy, "more", map[string]any{
				"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}}`,
			}, map[string]*wire.Resource{"restApiId": s.any(graph.RestAPI)})
		}},
		{Name: "the table is in another region", Rule: "LP-TABLE-006", Break: func(s *Stack) { set(s.table(), "ap-south-1", "region") }},
	}
}
