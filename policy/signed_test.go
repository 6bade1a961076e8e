package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

// A policy that allows a method with AWS_IAM to any principal admits every AWS account, whatever their own policies say.
func TestWhoSignsIsOfTheAccount(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const everybody = `{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}`
	policy := func(statements string) func(a attacked) {
		return func(a attacked) {
			a.own("$context.identity.userArn")
			a.set(a.of(graph.RestAPI, ""), "policy", document(statements))
		}
	}
	refused(t, prod, "any principal", "LP-METH-001", policy(everybody))
	refused(t, prod, "any principal of AWS", "LP-METH-001", policy(`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"execute-api:*","Resource":"execute-api:/*/PUT/*"}`))
	passes(t, prod, "the account", policy(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::`+account+`:root"},"Action":"execute-api:Invoke","Resource":"execute-api:/*"}`))
	passes(t, prod, "an organization", policy(`{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3"}}}`))
	passes(t, prod, "any principal from the office", policy(everybody+`,{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}`))
	passes(t, prod, "any principal, for reads", policy(`{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*/GET/*"}`))
	passes(t, prod, "no policy", func(a attacked) { a.own("$context.identity.userArn") })
	passes(t, prod, "any principal, with keys", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "policy", document(everybody)) })
	const fromVPC = `{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}`
	refused(t, prod, "requests from a VPC to a public API", "LP-METH-005", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "policy", document(fromVPC)) })
	passes(t, prod, "requests from a VPC to a private API", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", document(fromVPC))
		a.set(a.of(graph.RestAPI, ""), "endpointConfiguration", map[string]any{"types": "PRIVATE"})
	})
}
