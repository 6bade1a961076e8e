package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

func TestFunctionsOnTheTableAreNotOpen(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const arn = "arn:aws:lambda:us-east-1:" + account + ":function:reader"
	url := func(function, kind string) func(a attacked) {
		return func(a attacked) {
			a.function("reader", `"dynamodb:Scan"`, moviesARN)
			a.add(graph.FunctionURL, "url", map[string]any{"functionName": function, "authorizationType": kind})
		}
	}
	refused(t, prod, "a URL by the function's ARN", "LP-ROLE-008", url(arn, "NONE"))
	refused(t, prod, "a URL of a version", "LP-ROLE-008", url(arn+":live", "NONE"))
	refused(t, prod, "a permission by name and version", "LP-ROLE-008", func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		a.add(graph.FunctionPermission, "p", map[string]any{"action": "lambda:InvokeFunction", "function": "reader:live", "principal": "*"})
	})
	refused(t, prod, "a GraphQL API with a key", "LP-ROLE-008", func(a attacked) {
		f := a.function("reader", `"dynamodb:Scan"`, moviesARN)
		g := a.add(graph.GraphQLAPI, "graph", map[string]any{"authenticationType": "API_KEY"})
		source := a.add("aws:appsync/dataSource:DataSource", "source", map[string]any{"apiId": g, "type": "AWS_LAMBDA", "lambdaConfig": map[string]any{"functionArn": arn}})
		a.link(source, "lambdaConfig", f)
		a.set(source, "lambdaConfig", map[string]any{"functionArn": arn})
	})
	passes(t, prod, "a URL for who signs", url(arn, "AWS_IAM"))
	passes(t, prod, "a URL of another function", url("arn:aws:lambda:us-east-1:"+account+":function:reader-of-news", "NONE"))
	passes(t, prod, "a GraphQL API with a login", func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		g := a.add(graph.GraphQLAPI, "graph", map[string]any{"authenticationType": "AMAZON_COGNITO_USER_POOLS"})
		a.add("aws:appsync/dataSource:DataSource", "source", map[string]any{"apiId": g, "type": "AWS_LAMBDA", "lambdaConfig": map[string]any{"functionArn": arn}})
	})
}

func TestAuthorizersFitTheirMethods(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	guarded := func(kind, of string, other bool) func(a attacked) {
		return func(a attacked) {
			api := a.of(graph.RestAPI, "")
			if other {
				api = a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
			}
			pool := "arn:aws:cognito-idp:us-east-1:" + account + ":userpool/us-east-1_a"
			z := a.add(graph.Authorizer, "users", map[string]any{"restApi": api, "name": "users", "type": of, "providerArns": []any{pool}})
			m := a.of(graph.Method, "put/")
			a.set(m, "authorization", kind)
			a.set(m, "authorizationScopes", []any{"movies/write"})
			a.link(m, "authorizerId", z)
		}
	}
	const pools = "COGNITO_USER_POOLS"
	refused(t, prod, "an authorizer of another API", "LP-METH-001", guarded(pools, pools, true))
	refused(t, prod, "an authorizer function for a user pool", "LP-METH-001", guarded(pools, "TOKEN", false))
	refused(t, prod, "a user pool for an authorizer function", "LP-METH-001", guarded("CUSTOM", pools, false))
	passes(t, prod, "a user pool of the API", guarded(pools, pools, false))
}
