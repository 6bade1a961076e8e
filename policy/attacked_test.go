package main

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

const (
	badBucketARN = "arn:aws:s3:::reports/*"
	badQueueARN  = "arn:aws:sqs:us-east-1:" + account + ":jobs"
	githubURL    = "token.actions.githubusercontent.com"
)

// drop removes the resources of a type whose name contains the text.
func (a attacked) drop(kind, name string) {
	a.t.Helper()
	before := len(a.Resources)
	a.Resources = slices.DeleteFunc(a.Resources, func(n *wire.Resource) bool { return n.Type == kind && strings.Contains(n.Name, name) })
	require.Less(a.t, len(a.Resources), before)
}

// each changes every resource of a type.
func (a attacked) each(kind string, change func(n *wire.Resource)) {
	for _, n := range a.Resources {
		if n.Type == kind {
			change(n)
		}
	}
}

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
