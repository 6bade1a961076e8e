package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// document is a policy document of statements.
func document(statements string) string {
	return `{"Version":"2012-10-17","Statement":[` + statements + `]}`
}

func TestDomainsServeStagesOfTheStack(t *testing.T) {
	t.Parallel()
	const mapping = "aws:apigatewayv2/apiMapping:ApiMapping"
	prod := record(t, "prod", fixture.Deploy)
	api := func(a attacked) *wire.Resource { return a.of(graph.RestAPI, "") }
	refused(t, prod, "a domain for a stage of long ago", "LP-STAGE-007", func(a attacked) {
		a.add(graph.BasePathMapping, "domain", map[string]any{"restApi": api(a), "stageName": "old", "domainName": "api.example.com"})
	})
	refused(t, prod, "a mapping of the second kind for a stage of long ago", "LP-STAGE-007", func(a attacked) {
		a.add(mapping, "domain", map[string]any{"apiId": api(a), "stage": "old", "domainName": "api.example.com"})
	})
	passes(t, prod, "a domain for the stage by name", func(a attacked) {
		a.add(graph.BasePathMapping, "domain", map[string]any{"restApi": api(a), "stageName": "prod", "domainName": "api.example.com"})
	})
	passes(t, prod, "a domain for the stage by reference", func(a attacked) {
		a.add(mapping, "domain", map[string]any{"apiId": api(a), "stage": a.of(graph.Stage, ""), "domainName": "api.example.com"})
	})
	passes(t, prod, "a domain for another API", func(a attacked) {
		a.add(graph.BasePathMapping, "domain", map[string]any{"restApi": "abcdef1234", "stageName": "v1", "domainName": "other.example.com"})
	})
}

func TestAPIPoliciesReachTheStage(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const everybody = `{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":`
	refused(t, prod, "a policy that allows another stage only", "LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", document(everybody+`"execute-api:/test/*"}`))
	})
	for name, statements := range map[string]string{
		"of the stage":                  everybody + `["execute-api:/prod/GET/*","execute-api:/prod/PUT/*","execute-api:/prod/DELETE/*"]}`,
		"of every stage":                everybody + `"execute-api:/*/*/*"}`,
		"of everything":                 everybody + `"execute-api:/*"}`,
		"that denies another stage":     everybody + `"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/test/*"}`,
		"of stages with the same start": everybody + `"execute-api:/pr*/*"}`,
	} {
		passes(t, prod, "a policy "+name, func(a attacked) { a.set(a.of(graph.RestAPI, ""), "policy", document(statements)) })
	}
}

func TestCredentialsAreTheStacksRole(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, text := range map[string]func(role string) string{
		"of another account":   func(role string) string { return "arn:aws:iam::999999999999:role/" + role },
		"of another partition": func(role string) string { return "arn:aws-cn:iam::" + account + ":role/" + role },
		"of another path":      func(role string) string { return "arn:aws:iam::" + account + ":role/x/" + role },
		"by name only":         func(role string) string { return role },
	} {
		refused(t, prod, "a role "+name, "LP-ROLE-006", func(a attacked) {
			a.set(a.of(graph.Integration, "get/"), "credentials", text(a.methodRole()))
		})
	}
	passes(t, prod, "the role by its ARN", func(a attacked) { a.set(a.of(graph.Integration, "get/"), "credentials", a.methodARN()) })
}

func TestProvidersWorkInTheAccount(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	limited := func(accounts ...any) func(a attacked) {
		return func(a attacked) {
			for _, n := range a.Resources {
				if n.Provider != nil {
					n.Provider.Inputs["allowedAccountIds"] = resource.NewPropertyValue(accounts)
				}
			}
		}
	}
	refused(t, prod, "a provider for another account", "LP-TABLE-006", limited("999999999999"))
	passes(t, prod, "a provider for the account among others", limited("999999999999", account))
}

func TestAccessLogsStayInTheAccount(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	log := func(owner string) func(a attacked) {
		return func(a attacked) {
			a.set(a.of(graph.Stage, ""), "accessLogSettings", map[string]any{
				"destinationArn": "arn:aws:firehose:us-east-1:" + owner + ":deliverystream/amazon-apigateway-log", "format": `{"requestId":"$context.requestId"}`,
			})
		}
	}
	refused(t, prod, "an access log of another account", "LP-STAGE-001", log("999999999999"))
	passes(t, prod, "an access log of the account", log(account))
}
