package iam

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDynamoDBActions(t *testing.T) {
	t.Parallel()
	actions := DynamoDBActions()
	assert.Len(t, actions, 78)
	count := map[AccessLevel]int{}
	for name, level := range actions {
		count[level]++
		got, known := AccessLevelOf(strings.ToUpper(name))
		assert.True(t, known)
		assert.Equal(t, level, got)
	}
	assert.Equal(t, map[AccessLevel]int{Read: 29, Write: 38, List: 6, Tagging: 2, PermissionsManagement: 3}, count)
	assert.Equal(t, Read, actions["dynamodb:Query"])
	assert.Equal(t, Write, actions["dynamodb:DeleteItem"])
	for _, unknown := range []string{"dynamodb:Nope", "s3:GetObject", "", "dynamodb:*"} {
		_, known := AccessLevelOf(unknown)
		assert.False(t, known, unknown)
	}
}

func TestRequiredActions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		operation string
		elements  []string
		want      []string
		err       string
	}{
		{"GetItem", nil, []string{"dynamodb:GetItem"}, ""},
		{"Query", nil, []string{"dynamodb:Query"}, ""},
		{"Scan", nil, []string{"dynamodb:Scan"}, ""},
		{"BatchGetItem", nil, []string{"dynamodb:BatchGetItem"}, ""},
		{"BatchWriteItem", nil, []string{"dynamodb:BatchWriteItem"}, ""},
		{"TransactGetItems", nil, []string{"dynamodb:GetItem"}, ""},
		{"TransactWriteItems", []string{"Put", "ConditionCheck", "Put"}, []string{"dynamodb:ConditionCheckItem", "dynamodb:PutItem"}, ""},
		{"TransactWriteItems", []string{"Update", "Delete"}, []string{"dynamodb:DeleteItem", "dynamodb:UpdateItem"}, ""},
		{"ExecuteStatement", []string{"SELECT"}, []string{"dynamodb:PartiQLSelect"}, ""},
		{"BatchExecuteStatement", []string{"INSERT", "UPDATE"}, []string{"dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"}, ""},
		{"ExecuteTransaction", []string{"DELETE"}, []string{"dynamodb:PartiQLDelete"}, ""},
		{"TransactWriteItems", nil, nil, "its IAM actions depend on its elements; name those in the request, of ConditionCheck, Delete, Put, Update"},
		{"TransactWriteItems", []string{"Get"}, nil, `unknown element "Get"`},
		{"ExecuteTransaction", []string{"EXISTS"}, nil, `unknown element "EXISTS"`},
		{"GetItem", []string{"Put"}, nil, "takes no elements"},
		{"getItem", nil, nil, "is not an operation of DynamoDB"},
		{"PartiQLSelect", nil, nil, "is not an operation of DynamoDB"},
		{"ConditionCheckItem", nil, nil, "is not an operation of DynamoDB"},
		{"", nil, nil, "is not an operation of DynamoDB"},
	} {
		got, err := RequiredActions(c.operation, c.elements...)
		assert.Equal(t, c.want, got, c.operation)
		if c.err == "" {
			assert.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, c.err)
		}
	}
	assert.True(t, SupportsIndex("Query"))
	assert.False(t, SupportsIndex("GetItem"))
}

func TestTableARNs(t *testing.T) {
	t.Parallel()
	table := TableARN("aws", "us-east-1", account, "movies")
	assert.Equal(t, movies, table)
	index := IndexARN(table, "by-date")
	assert.Equal(t, movies+"/index/by-date", index)
	for arn, want := range map[string][2]string{
		table: {table, ""}, index: {table, "by-date"},
		movies + "/stream/2026": {"", ""}, movies + "/index/": {"", ""}, "*": {"", ""},
		"arn:aws:dynamodb:us-east-1:1:table/": {"", ""}, "arn:aws:s3:::table/x": {"", ""},
	} {
		gotTable, gotIndex := SplitTableARN(arn)
		assert.Equal(t, want, [2]string{gotTable, gotIndex}, arn)
	}
}

func TestEscalations(t *testing.T) {
	t.Parallel()
	all := escalations
	assert.Greater(t, len(all), 50)
	seen := map[string]bool{}
	for _, e := range all {
		assert.False(t, seen[e.Name], e.Name)
		seen[e.Name] = true
		assert.NotEmpty(t, e.Actions)
		assert.Contains(t, e.Source, "https://")
		for _, a := range e.Actions {
			assert.Regexp(t, `^[a-z0-9-]+:[A-Za-z]+$`, a)
		}
	}
	found := func(statements string) []string {
		var names []string
		for _, e := range EscalationsOf(identity(t, statements)) {
			names = append(names, e.Name)
		}
		return names
	}
	assert.Empty(t, found(allowGet))
	assert.Contains(t, found(allow("dynamodb:*", "*")), "dynamodb:PutResourcePolicy")
	assert.Equal(t, []string{"iam:PutRolePolicy"}, found(allow("IAM:putrolepolicy", "*")))
	assert.Empty(t, found(allow("iam:PassRole", "*")), "passing a role needs a service to pass it to")
	assert.Equal(t, []string{"apigateway:PUT", "iam:PassRole + apigateway:PUT"}, found(`{"Effect":"Allow","Action":["iam:Pass*","apigateway:PUT"],"Resource":"*"}`))
	assert.Len(t, found(`{"Effect":"Allow","NotAction":"dynamodb:GetItem","Resource":"*"}`), len(all))
	assert.Empty(t, found(`{"Effect":"Deny","Action":"*","Resource":"*"}`))
}

func TestManagedPolicies(t *testing.T) {
	t.Parallel()
	assert.True(t, IsAdminPolicy("arn:aws:iam::aws:policy/AdministratorAccess"))
	assert.True(t, IsAdminPolicy("arn:aws-cn:iam::aws:policy/job-function/DataScientist"))
	assert.False(t, IsAdminPolicy("arn:aws:iam::123456789012:policy/AdministratorAccess"))
	assert.False(t, IsAdminPolicy("arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"))
	name, managed := IsAWSManaged("arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs")
	assert.True(t, managed)
	assert.Equal(t, "service-role/AmazonAPIGatewayPushToCloudWatchLogs", name)
	_, managed = IsAWSManaged("AdministratorAccess")
	assert.False(t, managed)
	assert.NotContains(t, adminPolicies, "")
}

func TestExampleActionsAreDistinctAndTellingFirst(t *testing.T) {
	t.Parallel()
	known := exampleActions()
	require.Equal(t, "dynamodb:DeleteItem", known[0].name)
	seen := map[string]bool{}
	for _, a := range known {
		assert.False(t, seen[a.lower], a.name)
		seen[a.lower] = true
	}
	for name := range DynamoDBActions() {
		assert.True(t, seen[strings.ToLower(name)], name)
	}
}
