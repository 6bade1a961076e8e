package iam

import (
	"slices"
	"strings"
	"sync"
)

var levels = sync.OnceValue(DynamoDBActions)

// telling are the actions to show first: those that do harm come before those that look.
var telling = strings.Fields(`dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem
	dynamodb:DeleteTable dynamodb:PutResourcePolicy dynamodb:Scan dynamodb:Query dynamodb:GetItem dynamodb:BatchGetItem
	dynamodb:UpdateTable dynamodb:PartiQLDelete dynamodb:ListTables`)

// elsewhere are actions of other services, for patterns that reach beyond DynamoDB.
var elsewhere = strings.Fields(`iam:CreateUser iam:DeleteRole iam:GetRole s3:DeleteObject s3:PutObject s3:GetObject s3:ListBucket
	lambda:InvokeFunction kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:CreateGrant kms:DescribeKey
	logs:DeleteLogGroup logs:PutLogEvents logs:CreateLogStream sqs:SendMessage sns:Publish secretsmanager:GetSecretValue
	execute-api:Invoke apigateway:PUT apigateway:GET ec2:TerminateInstances ec2:DescribeInstances
	sts:TagSession sts:SetSourceIdentity sts:GetCallerIdentity cloudwatch:PutMetricData xray:PutTraceSegments`)

type knownAction struct{ name, lower string }

// exampleActions are all actions that this package knows, the most telling first.
var exampleActions = sync.OnceValue(func() []knownAction {
	var names []string
	add := func(more ...string) {
		for _, name := range more {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	add(telling...)
	var rest []string
	for name := range levels() {
		rest = append(rest, name)
	}
	slices.Sort(rest)
	add(rest...)
	for _, e := range escalations {
		add(e.Actions...)
	}
	add(elsewhere...)
	known := make([]knownAction, len(names))
	for i, name := range names {
		known[i] = knownAction{name, strings.ToLower(name)}
	}
	return known
})

var canonicalNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, a := range exampleActions() {
		names[a.lower] = a.name
	}
	return names
})

// canonicalAction spells a known action as AWS does; others are returned as they are.
func canonicalAction(lower string) (string, bool) {
	if name, ok := canonicalNames()[lower]; ok {
		return name, true
	}
	return lower, false
}
