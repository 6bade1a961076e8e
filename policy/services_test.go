package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

// service adds POST /more, which calls another AWS service with a role that may do the actions on the resource.
func (a attacked) service(verb, uri, actions, resource string) {
	template := `{"input": "$util.escapeJavaScript($input.body).replaceAll("\\'", "'")"}`
	if strings.HasPrefix(uri, "sqs:") {
		template = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
	}
	role := a.role("jobs", `{"Service":"apigateway.amazonaws.com"}`, actions, resource)
	a.method(verb, map[string]any{"authorization": "NONE", "apiKeyRequired": verb != "GET"}, map[string]any{
		"type": "AWS", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:" + uri, "credentials": role, "passthroughBehavior": "NEVER",
		"requestTemplates": map[string]any{"application/json": template},
	})
}

// Methods that send to another service are judged by their roles alone: a request cannot do more than its role.
func TestMethodsThatCallOtherServices(t *testing.T) {
	t.Parallel()
	const queue, machine = "sqs:path/" + account + "/jobs", "arn:aws:states:us-east-1:" + account + ":stateMachine:m"
	tests := map[string]struct {
		verb, uri, actions, resource string
		failing                      []string
	}{
		"a queue":                                {"POST", queue, `"sqs:SendMessage"`, badQueueARN, nil},
		"a state machine":                        {"POST", "states:action/StartExecution", `"states:StartExecution"`, machine, nil},
		"a bus":                                  {"POST", "events:action/PutEvents", `"events:PutEvents"`, "arn:aws:events:us-east-1:" + account + ":event-bus/b", nil},
		"a queue by GET, without a key":          {"GET", queue, `"sqs:SendMessage"`, badQueueARN, []string{"LP-METH-001"}},
		"a queue that it may read, too":          {"POST", queue, `["sqs:SendMessage","sqs:ReceiveMessage"]`, badQueueARN, []string{"LP-INTG-002"}},
		"a queue, and the table":                 {"POST", queue, `["sqs:SendMessage","dynamodb:Scan"]`, "*", []string{"LP-INTG-002"}},
		"a queue that it reads":                  {"GET", "sqs:action/ReceiveMessage", `"sqs:ReceiveMessage"`, badQueueARN, []string{"LP-INTG-002"}},
		"another operation than its role may do": {"POST", "states:action/StopExecution", `"states:StartExecution"`, machine, []string{"LP-INTG-002"}},
		"a bucket":                               {"POST", "s3:path/reports/x", `"s3:PutObject"`, badBucketARN, []string{"LP-INTG-002"}},
		"IAM":                                    {"POST", "iam:action/CreateUser", `"iam:CreateUser"`, "*", []string{"LP-INTG-002"}},
		"DynamoDB by a path":                     {"POST", "dynamodb:path/x", `"dynamodb:Scan"`, moviesARN, []string{"LP-INTG-002"}},
		"any queue":                              {"POST", queue, `"sqs:SendMessage"`, "*", []string{"LP-INTG-002"}},
		"any topic, and phones":                  {"POST", "sns:action/Publish", `"sns:Publish"`, "*", []string{"LP-INTG-002"}},
		"machines with a prefix":                 {"POST", "states:action/StartExecution", `"states:StartExecution"`, machine + "*", []string{"LP-INTG-002"}},
		"DynamoDB's streams":                     {"POST", "streams.dynamodb:action/GetRecords", `"dynamodb:GetRecords"`, moviesARN + "/stream/*", []string{"LP-INTG-002"}},
	}
	prod := record(t, "prod", fixture.Deploy)
	const key = "arn:aws:kms:us-east-1:" + account + ":key/12345678-1234-1234-1234-123456789012"
	further := func(statement string) func(a attacked) {
		return func(a attacked) {
			a.service("POST", queue, `"sqs:SendMessage"`, badQueueARN)
			a.add(graph.RolePolicy, "jobs-further", map[string]any{"role": a.of(graph.Role, "jobs"), "policy": statement})
		}
	}
	passes(t, prod, "an encrypted queue", further(statement(`["kms:GenerateDataKey","kms:Decrypt"]`, key)))
	refused(t, prod, "a queue, and every key", "LP-INTG-002", further(statement(`["kms:GenerateDataKey","kms:Decrypt"]`, strings.Replace(key, "12345678-1234-1234-1234-123456789012", "*", 1))))
	refused(t, prod, "a queue, and grants of a key", "LP-INTG-002", further(statement(`"kms:CreateGrant"`, key)))
	refused(t, prod, "all queues but one", "LP-INTG-002", further(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","NotResource":"`+badQueueARN+`"}]}`))
	refused(t, prod, "a bucket in China that admits the role", "LP-INTG-002", func(a attacked) {
		a.service("POST", queue, `"sqs:SendMessage"`, strings.Replace(badQueueARN, "arn:aws:", "arn:aws-cn:", 1))
		a.set(a.of(graph.Integration, "more-POST"), "uri", "arn:aws-cn:apigateway:cn-north-1:"+queue)
		a.add("aws:s3/bucketPolicy:BucketPolicy", "reports", map[string]any{"bucket": "reports", "policy": resourceStatement(`{"AWS":"arn:aws-cn:iam::`+account+`:role/jobs"}`, `"s3:GetObject"`, "arn:aws-cn:s3:::reports/*")})
	})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := attacked{t, prod.Clone()}
			a.service(test.verb, test.uri, test.actions, test.resource)
			findings, _ := judged(a.Recording)
			if test.failing == nil {
				assert.Empty(t, failing(findings))
			} else {
				assert.Subset(t, failing(findings), test.failing)
			}
		})
	}
}
