package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

const breakGlass = "arn:aws:iam::123456789012:role/break-glass"

// tablePolicy is the policy of the shipped API's table, and the methods' roles.
func tablePolicy(t *testing.T) (*iam.Policy, []string) {
	t.Helper()
	recording := infratest.Run(t, fixture.Deploy, infratest.Stack{Config: map[string]string{
		"lambdaless:tablePolicy": "true", "lambdaless:tablePolicyPrincipals": `["` + breakGlass + `"]`,
	}})
	attached := recording.One(t, "dynamodb/resourcePolicy:ResourcePolicy", "movies-favorite_movies-policy")
	assert.True(t, strings.HasSuffix(attached.Inputs["resourceArn"].StringValue(), ":table/lambdaless-test-favorite_movies"))
	policy, err := parse.Resource(attached.Inputs["policy"].StringValue())
	require.NoError(t, err)
	var roles []string
	for _, arn := range recording.Outputs["roleArns"].(map[string]any) {
		roles = append(roles, arn.(string))
	}
	require.Len(t, roles, 3)
	return policy, roles
}

func TestTheTablePolicyDeniesItemsToEveryPrincipalButTheMethodsRoles(t *testing.T) {
	t.Parallel()
	policy, methodRoles := tablePolicy(t)
	administrator, err := parse.Identity(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
	require.NoError(t, err)
	const table = "arn:aws:dynamodb:eu-west-1:123456789012:table/lambdaless-test-favorite_movies"
	const roles = "arn:aws:iam::123456789012:role/"
	allowed := func(principal, action, resource string) bool {
		return iam.Permissions{
			Principal: principal,
			Identity:  []iam.Named{{Name: "administrator", Policy: administrator}},
			Resource:  []iam.Named{{Name: "table", Policy: policy}},
		}.Evaluate(iam.Request{
			Principal: principal, Action: action, Resource: resource,
			Context: map[string][]string{"aws:PrincipalArn": {principal}},
		}).Allowed
	}
	for _, action := range []string{"GetItem", "PutItem", "Query", "Scan", "BatchGetItem", "PartiQLSelect", "ConditionCheckItem", "ExportTableToPointInTime"} {
		action = "dynamodb:" + action
		for _, resource := range []string{table, table + "/index/by-status"} {
			assert.False(t, allowed(roles+"administrator", action, resource), "%s on %s", action, resource)
			assert.False(t, allowed("arn:aws:iam::123456789012:user/alice", action, resource), "%s on %s", action, resource)
			assert.False(t, allowed("arn:aws:iam::123456789012:root", action, resource), "%s on %s", action, resource)
			assert.True(t, allowed(breakGlass, action, resource), "%s on %s", action, resource)
			for _, role := range methodRoles {
				assert.True(t, allowed(role, action, resource), "%s: its own policy says what it may do", role)
			}
			assert.True(t, allowed(roles+"aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication", action, resource))
		}
	}
	for _, action := range []string{"DescribeTable", "PutResourcePolicy", "DeleteResourcePolicy", "UpdateTable", "DeleteTable"} {
		assert.True(t, allowed(roles+"administrator", "dynamodb:"+action, table), "%s manages the table", action)
	}
	assert.True(t, allowed(roles+"administrator", "dynamodb:GetItem", table+"2"), "another table")
}
