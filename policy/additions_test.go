package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/infra/infratest"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// role adds a role with a policy.
func (a attacked) role(name, principal, action, arn string) *wire.Resource {
	r := a.add(graph.Role, name, map[string]any{"name": name, "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole"}]}`})
	a.add(graph.RolePolicy, name+"-policy", map[string]any{"role": r, "policy": statement(action, arn)})
	return r
}

func statement(action, arn string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":` + action + `,"Resource":"` + arn + `"}]}`
}

func resourceStatement(principal, action, arn string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":` + action + `,"Resource":"` + arn + `"}]}`
}

const (
	account   = infratest.AccountID
	foreign   = `{"AWS":"arn:aws:iam::999999999999:root"}`
	moviesARN = "arn:aws:dynamodb:" + region + ":" + account + ":table/lambdaless-prod-favorite_movies"
	lambda    = `{"Service":"lambda.amazonaws.com"}`
	keyStart  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account + `:root"},"Action":"kms:*","Resource":"*"},`
)

const (
	badBucketARN = "arn:aws:s3:::reports/*"
	badQueueARN  = "arn:aws:sqs:us-east-1:" + account + ":jobs"
	githubURL    = "token.actions.githubusercontent.com"
)

// by is a provider of the region, with further inputs such as assumeRoles.
func by(region string, inputs map[string]any) *wire.Provider {
	p := &wire.Provider{URN: "urn:by-" + region, Type: "pulumi:providers:aws", Name: "by-" + region, Inputs: wire.Properties{"region": resource.NewProperty(region)}}
	for key, v := range inputs {
		p.Inputs[resource.PropertyKey(key)] = resource.NewPropertyValue(v)
	}
	return p
}

// trusting is a trust policy of one statement.
func trusting(principal, action, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `"` + condition + `}]}`
}

// reads adds a role that may read the table, with the trust policy.
func (a attacked) reads(trust string) {
	a.add(graph.Role, "reader", map[string]any{"name": "reader", "assumeRolePolicy": trust})
	a.add(graph.RolePolicy, "reader-policy", map[string]any{"role": "reader", "policy": statement(`["dynamodb:GetItem","dynamodb:Scan"]`, moviesARN)})
}

// admits adds a resource policy that admits the role of GET.
func (a attacked) admits(kind, target, property, action, arn string) {
	a.add(kind, "admits", map[string]any{target: "x", property: resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, action, arn)})
}

// grown adds a statement to the inline policy of GET's role.
func (a attacked) grown(statement string) {
	a.t.Helper()
	for _, n := range a.Resources {
		if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
			a.text(n, "policy", `"Statement":[`, `"Statement":[`+statement+`,`)
			return
		}
	}
	a.t.Fatal("GET has no inline policy")
}

// method adds a method with an integration to the API.
func (a attacked) method(verb string, method, integration map[string]any) {
	api := a.of(graph.RestAPI, "")
	r := a.add(graph.Resource, "more", map[string]any{"restApi": api, "parentId": api, "pathPart": "more"})
	a.add(graph.Method, "more-"+verb, with(method, map[string]any{"restApi": api, "resourceId": r, "httpMethod": verb}))
	if integration != nil {
		a.add(graph.Integration, "more-"+verb, with(integration, map[string]any{"restApi": api, "resourceId": r, "httpMethod": verb}))
	}
	a.renew()
}

func with(a, b map[string]any) map[string]any {
	all := map[string]any{}
	for _, m := range []map[string]any{a, b} {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

// The request of GET, with the text of its key, and that of PUT, with a member of its item.
const (
	moviesTable = `"TableName":"lambdaless-prod-favorite_movies"`
	moviesKey   = `,"Key":{"name":{"S":"$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'")"}}`
	moviesName  = `"name":{"S":"$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'")"}`
)

func getItem(key string) string { return `{` + moviesTable + `,"Key":{"name":{"S":"` + key + `"}}}` }

func putItem(member string) string {
	return `{` + moviesTable + `,"Item":{` + moviesName + `,` + member + `}}`
}

// may adds a role of the account's functions with an action.
func (a attacked) may(action, arn string) { a.role("helper", lambda, `"`+action+`"`, arn) }

// trusts adds a role that may read the table, and whom it trusts.
func (a attacked) trusts(principal, action, condition string) {
	a.reads(trusting(principal, action, condition))
}

const foreignRole = `{"AWS":"arn:aws:iam::999999999999:role/x"}`

const anyone = `"*"`

func (a attacked) function(name, action, arn string) *wire.Resource {
	r := a.role(name, lambda, action, arn)
	return a.add("aws:lambda/function:Function", name, map[string]any{"name": name, "role": r})
}

func (a attacked) login(kind string) {
	api := a.of(graph.RestAPI, "")
	if kind == "COGNITO_USER_POOLS" {
		pool := a.add("aws:cognito/userPool:UserPool", "users", map[string]any{"name": "users"})
		z := a.add("aws:apigateway/authorizer:Authorizer", "users", map[string]any{"restApi": api, "name": "users", "type": kind, "providerArns": []any{"x"}})
		n := resource.MakeComputed(resource.NewProperty(""))
		z.Inputs["providerArns"] = n
		z.Outputs["providerArns"] = n
		z.PropertyDependencies["providerArns"] = []string{pool.URN}
		m := a.of(graph.Method, "get")
		a.set(m, "authorization", kind)
		a.link(m, "authorizerId", z)
		a.set(m, "authorizationScopes", []any{"x/read"})
	} else {
		a.set(a.of(graph.Method, "get"), "authorization", kind)
	}
}

const (
	tableKeyARN = "arn:aws:kms:us-east-1:" + account + ":key/11111111-2222-3333-4444-555555555555"
	proxyURI    = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:f/invocations"
)

// report adds GET /report with an integration.
func (a attacked) report(integration map[string]any) {
	api := a.of(graph.RestAPI, "")
	r := a.add(graph.Resource, "report", map[string]any{"restApi": api, "parentId": api, "pathPart": "report"})
	a.add(graph.Method, "m", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "GET", "authorization": "AWS_IAM"})
	integration["restApi"], integration["resourceId"], integration["httpMethod"] = api, r, "GET"
	a.add(graph.Integration, "i", integration)
}
