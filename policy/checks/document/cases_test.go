package document

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-IAM-001": {Unknown},
		"LP-IAM-003": {Half},
	})
}

// failed adds a pipe of changes with a queue for those that could not be sent, and a policy of the queue.
func failed(f *Fixture, principal string) {
	f.Add(graph.Queue, "failed", Properties{"name": "failed"})
	f.Add(graph.EventBus, "bus", Properties{"name": "changes"})
	f.Add(graph.Pipe, "pipe", Properties{
		"target":           "arn:aws:events:eu-west-1:" + AccountID + ":event-bus/changes",
		"sourceParameters": Properties{"dynamodbStreamParameters": Properties{"deadLetterConfig": Properties{"arn": "arn:aws:sqs:eu-west-1:" + AccountID + ":failed"}}},
	})
	if principal != "" {
		f.Add("aws:sqs/queuePolicy:QueuePolicy", "policy", Properties{"queueUrl": "@failed", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + principal + `,"Action":"sqs:ReceiveMessage","Resource":"*"}}`})
	}
}

func cases() map[string][]Case {
	document := func(s Situation, name, statement string) Case {
		return With(s, name, func(f *Fixture) {
			f.Add(graph.UserPolicy, "user", Properties{"user": "u", "policy": `{"Version":"2012-10-17","Statement":` + statement + `}`})
		})
	}
	attached := func(s Situation, name, arn string) Case {
		return With(s, name, func(f *Fixture) {
			f.Add(graph.UserPolicyAttachment, "attached", Properties{"user": "u", "policyArn": arn})
		})
	}
	return map[string][]Case{
		"LP-IAM-004": {
			With(Good, "no policies", func(*Fixture) {}),
			With(Good, "a key's policy as AWS has it", func(f *Fixture) { key(f, `{"AWS":"arn:aws:iam::`+AccountID+`:root"}`, "") }),
			With(Good, "callers of the own account", func(f *Fixture) {
				key(f, `"*"`, `,"Condition":{"StringEquals":{"kms:CallerAccount":"`+AccountID+`"}}`)
			}),
			With(Good, "a public bucket", func(f *Fixture) {
				f.Add("aws:s3/bucketPolicy:BucketPolicy", "site", Properties{"bucket": "site", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}}`})
			}),
			With(Violating, "a key that another account may use", func(f *Fixture) { key(f, `{"AWS":"arn:aws:iam::999999999999:root"}`, "") }),
			With(Violating, "a table that another account reads", func(f *Fixture) { table(f, `{"AWS":"arn:aws:iam::999999999999:root"}`, "") }),
			With(Violating, "a table that any principal reads", func(f *Fixture) { table(f, `"*"`, "") }),
			With(Violating, "a grant to another account", func(f *Fixture) {
				f.Add(graph.KeyGrant, "grant", Properties{"keyId": "k", "granteePrincipal": "arn:aws:iam::999999999999:role/r"})
			}),
			With(Half, "any principal under a condition", func(f *Fixture) {
				table(f, `"*"`, `,"Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}`)
			}),
			With(Half, "any principal but one", func(f *Fixture) {
				f.Add(graph.KeyPolicy, "policy", Properties{"keyId": "@key", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::` + AccountID + `:user/u"},"Action":"kms:*","Resource":"*"}}`})
				f.Add(graph.Key, "key", Properties{})
			}),
			With(Good, "a queue of failed changes for the account", func(f *Fixture) {
				failed(f, `{"AWS":"arn:aws:iam::`+AccountID+`:role/operators"}`)
			}),
			With(Good, "another queue that anyone may read", func(f *Fixture) {
				failed(f, "")
				f.Add("aws:sqs/queuePolicy:QueuePolicy", "open", Properties{"queueUrl": "https://sqs/failed-jobs", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:ReceiveMessage","Resource":"*"}}`})
			}),
			With(Violating, "a queue of failed changes that anyone may read", func(f *Fixture) { failed(f, `"*"`) }),
			With(Violating, "a bus with changes that sends them to another account", func(f *Fixture) {
				failed(f, "")
				f.Add("aws:cloudwatch/eventTarget:EventTarget", "target", Properties{"eventBusName": "changes", "arn": "arn:aws:events:eu-west-1:999999999999:event-bus/theirs"})
			}),
			With(Good, "another bus that sends to another account", func(f *Fixture) {
				failed(f, "")
				f.Add("aws:cloudwatch/eventTarget:EventTarget", "target", Properties{"eventBusName": "changes-of-builds", "arn": "arn:aws:events:eu-west-1:999999999999:event-bus/theirs"})
			}),
			With(Unknown, "a key's policy is unknown", func(f *Fixture) { f.Add(graph.Key, "key", Properties{"policy": Hidden{}}) }),
			With(Unknown, "a table's policy is unknown", func(f *Fixture) {
				f.Add(graph.TableResourcePolicy, "policy", Properties{"resourceArn": "@table", "policy": Hidden{}})
			}),
		},
		"LP-IAM-001": {
			With(Good, "everything is listed", func(*Fixture) {}),
			document(Good, "a deny of everything", `{"Effect":"Deny","Action":"*","Resource":"*"}`),
			With(Good, "a boundary", func(f *Fixture) {
				f.Add(graph.Policy, "boundary", Properties{"policy": Allow("dynamodb:*", "*")})
				f.Set("get-role", "@boundary", "permissionsBoundary")
			}),
			With(Good, "a key's policy as AWS has it", func(f *Fixture) {
				f.Add(graph.Key, "key", Properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + AccountID + `:root"},"Action":"kms:*","Resource":"*"}}`})
			}),
			With(Violating, "a key that any principal may use", func(f *Fixture) {
				f.Add(graph.Key, "key", Properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}`})
			}),
			document(Good, "a table's stream", `{"Effect":"Allow","Action":"dynamodb:GetRecords","Resource":"`+TableARN+`/stream/*"}`),
			document(Half, "the streams of all tables", `{"Effect":"Allow","Action":"dynamodb:GetRecords","Resource":"arn:aws:dynamodb:eu-west-1:`+AccountID+`:table/*/stream/*"}`),
			document(Good, "the streams of a log group", `{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":["arn:aws:logs:eu-west-1:`+AccountID+`:log-group:/aws/lambda/f:*","arn:aws:logs:eu-west-1:`+AccountID+`:log-group:g:log-stream:*"]}`),
			document(Half, "the streams of some log groups", `{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:aws:logs:eu-west-1:`+AccountID+`:log-group:/aws/lambda/*:*"}`),
			document(Half, "the streams of all log groups", `{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:aws:logs:eu-west-1:`+AccountID+`:log-group:*"}`),
			document(Half, "what ends like the streams of a log group", `{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:eu-west-1:`+AccountID+`:function:f:*"}`),
			document(Half, "what is called a stream elsewhere", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/stream/*"}`),
			document(Violating, "every action", `{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}`),
			document(Violating, "NotAction", `{"Effect":"Allow","NotAction":"s3:PutObject","Resource":"arn:aws:s3:::b"}`),
			document(Half, "NotResource", `{"Effect":"Allow","Action":"s3:PutObject","NotResource":"arn:aws:s3:::b/c"}`),
			document(Half, "a question mark", `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/?"}`),
			document(Half, "a list with one wildcard", `{"Effect":"Allow","Action":["s3:GetObject","s3:Put*"],"Resource":"arn:aws:s3:::b/c"}`),
		},
		"LP-IAM-002": {
			With(Good, "none", func(*Fixture) {}),
			document(Good, "passing a role alone", `{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/r"}`),
			document(Violating, "writing policies", `{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::123456789012:role/r"}`),
			With(Half, "passing a role in one policy and starting in another", func(f *Fixture) {
				f.Add(graph.RolePolicy, "pass", Properties{"role": "@get-role", "policy": Allow("iam:PassRole", "arn:aws:iam::123456789012:role/r")})
				f.Add(graph.RolePolicy, "start", Properties{"role": "@get-role", "policy": Allow("ec2:RunInstances", "arn:aws:ec2:eu-west-1:123456789012:instance/i")})
			}),
			document(Good, "a deployment of one function", `{"Effect":"Allow","Action":["lambda:UpdateFunctionCode","s3:PutObject"],"Resource":["arn:aws:lambda:eu-west-1:123456789012:function:f","arn:aws:s3:::site/*"]}`),
			document(Good, "a deployment that passes one role", `{"Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"],"Resource":["arn:aws:iam::123456789012:role/worker","arn:aws:lambda:eu-west-1:123456789012:function:f"]}`),
			document(Good, "every action on another table", `{"Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:eu-west-1:123456789012:table/other"}`),
			document(Violating, "any function's code", `{"Effect":"Allow","Action":"lambda:UpdateFunctionCode","Resource":"*"}`),
			document(Violating, "the policy of the API's table", `{"Effect":"Allow","Action":"dynamodb:PutResourcePolicy","Resource":"`+TableARN+`"}`),
			document(Violating, "passing a method's role", `{"Effect":"Allow","Action":["iam:PassRole","apigateway:PUT"],"Resource":["arn:aws:iam::123456789012:role/get-role","arn:aws:apigateway:eu-west-1::/*"]}`),
			document(Violating, "assuming any role", `{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::123456789012:role/*"}`),
			With(Unknown, "a user's document is unknown", func(f *Fixture) { f.Add(graph.UserPolicy, "user", Properties{"user": "u", "policy": Hidden{}}) }),
		},
		"LP-IAM-003": {
			With(Good, "none", func(*Fixture) {}),
			attached(Good, "a small policy", "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
			attached(Violating, "an administrator", "arn:aws:iam::aws:policy/AdministratorAccess"),
			attached(Violating, "a power user in China", "arn:aws-cn:iam::aws:policy/PowerUserAccess"),
			With(Violating, "listed in a role", func(f *Fixture) {
				f.Set("get-role", []any{"arn:aws:iam::aws:policy/IAMFullAccess"}, "managedPolicyArns")
			}),
			With(Unknown, "an attachment is unknown", func(f *Fixture) {
				f.Add(graph.UserPolicyAttachment, "attached", Properties{"policyArn": Hidden{}})
			}),
		},
	}
}

func key(f *Fixture, principal, condition string) {
	f.Add(graph.Key, "key", Properties{"tags": Tags, "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + principal + `,"Action":"kms:*","Resource":"*"` + condition + `}}`})
}

func table(f *Fixture, principal, condition string) {
	f.Add(graph.TableResourcePolicy, "policy", Properties{
		"resourceArn": "@table", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + principal + `,"Action":"dynamodb:GetItem","Resource":"` + TableARN + `"` + condition + `}}`,
	})
}
