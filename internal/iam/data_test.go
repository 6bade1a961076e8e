package iam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/iam"
)

func TestDynamoDBActions(t *testing.T) {
	t.Parallel()
	actions := iam.DynamoDBActions()
	assert.Len(t, actions, 78)
	count := map[iam.AccessLevel]int{}
	for name, level := range actions {
		count[level]++
		got, known := iam.AccessLevelOf(strings.ToUpper(name))
		assert.True(t, known)
		assert.Equal(t, level, got)
	}
	assert.Equal(t, map[iam.AccessLevel]int{iam.Read: 29, iam.Write: 38, iam.List: 6, iam.Tagging: 2, iam.PermissionsManagement: 3}, count)
	assert.Equal(t, iam.Read, actions["dynamodb:Query"])
	assert.Equal(t, iam.Write, actions["dynamodb:DeleteItem"])
	for _, unknown := range []string{"dynamodb:Nope", "s3:GetObject", "", "dynamodb:*"} {
		_, known := iam.AccessLevelOf(unknown)
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
		got, err := iam.RequiredActions(c.operation, c.elements...)
		assert.Equal(t, c.want, got, c.operation)
		if c.err == "" {
			assert.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, c.err)
		}
	}
	assert.True(t, iam.SupportsIndex("Query"))
	assert.False(t, iam.SupportsIndex("GetItem"))
}

func TestTableARNs(t *testing.T) {
	t.Parallel()
	table := iam.TableARN("aws", "us-east-1", account, "movies")
	assert.Equal(t, movies, table)
	index := iam.IndexARN(table, "by-date")
	assert.Equal(t, movies+"/index/by-date", index)
	for arn, want := range map[string][2]string{
		table: {table, ""}, index: {table, "by-date"},
		movies + "/stream/2026": {"", ""}, movies + "/index/": {"", ""}, "*": {"", ""},
		"arn:aws:dynamodb:us-east-1:1:table/": {"", ""}, "arn:aws:s3:::table/x": {"", ""},
	} {
		gotTable, gotIndex := iam.SplitTableARN(arn)
		assert.Equal(t, want, [2]string{gotTable, gotIndex}, arn)
	}
}

func TestEscalations(t *testing.T) {
	t.Parallel()
	all := iam.Escalations
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
		for _, e := range iam.EscalationsOf(identity(t, statements)) {
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
