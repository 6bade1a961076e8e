package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

const (
	kinesisStream = "aws:kinesis/stream:Stream"
	kinesisPolicy = "aws:kinesis/resourcePolicy:ResourcePolicy"
	topic         = "aws:sns/topic:Topic"
	subscription  = "aws:sns/topicSubscription:TopicSubscription"
	invokeConfig  = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
	theirs        = "arn:aws:sqs:us-east-1:999999999999:theirs"
	firehose      = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
)

// handsOn makes the stack's bus send what it gets to something.
func (a attacked) handsOn(to any) {
	bus := a.of(graph.EventBus, "")
	r := a.add("aws:cloudwatch/eventRule:EventRule", "changes", map[string]any{"eventBusName": bus, "eventPattern": `{"source":[{"prefix":""}]}`})
	a.add("aws:cloudwatch/eventTarget:EventTarget", "changes", map[string]any{"rule": r, "eventBusName": bus, "arn": to})
}

// streams sends the table's changes to a stream of the stack.
func (a attacked) streams() *wire.Resource {
	s := a.add(kinesisStream, "changes", map[string]any{"name": "changes"})
	a.add(graph.StreamDestination, "changes", map[string]any{"tableName": a.of(graph.Table, ""), "streamArn": s})
	return s
}

func TestCopiesOfChangesStayInTheAccount(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const own = `{"AWS":"arn:aws:iam::` + account + `:root"}`
	for name, change := range map[string]func(a attacked){
		"a stream that another account reads": func(a attacked) {
			a.add(kinesisPolicy, "open", map[string]any{"resourceArn": a.streams(), "policy": resourceStatement(foreign, `["kinesis:DescribeStream","kinesis:GetRecords"]`, "*")})
		},
		"a stream that any principal may read, by its name": func(a attacked) {
			a.streams()
			arn := "arn:aws:kinesis:us-east-1:" + account + ":stream/changes"
			a.add(kinesisPolicy, "open", map[string]any{"resourceArn": arn, "policy": resourceStatement(anyone, `"kinesis:*"`, arn)})
		},
		"a topic of changes that anyone may subscribe to": func(a attacked) {
			n := a.add(topic, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add("aws:sns/topicPolicy:TopicPolicy", "open", map[string]any{"arn": n, "policy": resourceStatement(anyone, `"sns:Subscribe"`, "*")})
		},
		"a queue of changes that anyone may read": func(a attacked) {
			n := a.add(graph.Queue, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add("aws:sqs/queuePolicy:QueuePolicy", "open", map[string]any{"queueUrl": n, "policy": resourceStatement(anyone, `"sqs:*"`, "*")})
		},
		"a second bus that hands changes on to an open queue": func(a attacked) {
			second := a.add(graph.EventBus, "second", map[string]any{"name": "second"})
			n := a.add(graph.Queue, "changes", map[string]any{"name": "changes", "policy": resourceStatement(anyone, `"sqs:ReceiveMessage"`, "*")})
			a.add("aws:cloudwatch/eventTarget:EventTarget", "second", map[string]any{"rule": "x", "eventBusName": second, "arn": n})
			a.handsOn(second)
		},
		"a webhook of the bus of changes": func(a attacked) {
			a.handsOn(a.add("aws:cloudwatch/eventApiDestination:EventApiDestination", "hook", map[string]any{"name": "hook", "httpMethod": "POST", "invocationEndpoint": "https://collector.example.com"}))
		},
		"a webhook of the bus of changes, by its ARN": func(a attacked) {
			a.handsOn("arn:aws:events:us-east-1:" + account + ":api-destination/hook/1b5e")
		},
		"a topic of changes with a subscriber outside of AWS": func(a attacked) {
			n := a.add(topic, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add(subscription, "hook", map[string]any{"topic": n, "protocol": "https", "endpoint": "https://collector.example.com"})
		},
		"a topic of changes with a queue of another account": func(a attacked) {
			n := a.add(topic, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add(subscription, "theirs", map[string]any{"topic": n, "protocol": "sqs", "endpoint": "arn:aws:sqs:us-east-1:999999999999:theirs"})
		},
		"an open queue behind a topic of changes": func(a attacked) {
			n := a.add(topic, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			q := a.add(graph.Queue, "fed", map[string]any{"name": "fed", "policy": resourceStatement(anyone, `"sqs:ReceiveMessage"`, "*")})
			a.add(subscription, "fed", map[string]any{"topic": n, "protocol": "sqs", "endpoint": q})
		},
		"a delivery of the table's changes to an HTTPS server": func(a attacked) {
			a.add(firehose, "changes", map[string]any{
				"name": "changes", "destination": "http_endpoint", "kinesisSourceConfiguration": map[string]any{"kinesisStreamArn": "arn:aws:kinesis:us-east-1:" + account + ":stream/changes", "roleArn": "x"},
				"httpEndpointConfiguration": map[string]any{"url": "https://collector.example.com"},
			})
			a.streams()
		},
		"a delivery of the bus's changes to Splunk": func(a attacked) {
			a.handsOn(a.add(firehose, "changes", map[string]any{"name": "changes", "destination": "splunk", "splunkConfiguration": map[string]any{"hecEndpoint": "https://splunk.example.com"}}))
		},
		"a bus on which another account makes rules": func(a attacked) {
			a.add("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "open", map[string]any{"eventBusName": a.of(graph.EventBus, ""), "policy": resourceStatement(foreign, `["events:PutRule","events:PutTargets"]`, "*")})
		},
		"a function of another account on the table's stream": func(a attacked) {
			a.add("aws:lambda/eventSourceMapping:EventSourceMapping", "m", map[string]any{"eventSourceArn": a.of(graph.Table, ""), "functionName": "arn:aws:lambda:us-east-1:999999999999:function:x"})
		},
		"a table's policy for a service on behalf of whichever account": func(a attacked) {
			a.text(a.of(graph.TableResourcePolicy, ""), "policy", `"Statement":[`, `"Statement":[{"Effect":"Allow","Principal":{"Service":"redshift.amazonaws.com"},"Action":["dynamodb:ExportTableToPointInTime","dynamodb:DescribeTable"],"Resource":"`+moviesARN+`"},`)
		},
		"a destination of a function of changes in another account": func(a attacked) {
			a.add(invokeConfig, "d", map[string]any{"functionName": a.reader(nil), "destinationConfig": map[string]any{"onSuccess": map[string]any{"destination": theirs}}})
		},
		"a destination of a function of changes, by the function's name": func(a attacked) {
			a.reader(nil)
			a.add(invokeConfig, "d", map[string]any{"functionName": "reader", "destinationConfig": map[string]any{"onFailure": map[string]any{"destination": theirs}}})
		},
		"dead letters of a function of changes in another account": func(a attacked) {
			a.set(a.reader(nil), "deadLetterConfig", map[string]any{"targetArn": theirs})
		},
		"changes that a function could not read in another account": func(a attacked) {
			a.reader(map[string]any{"destinationConfig": map[string]any{"onFailure": map[string]any{"destinationArn": theirs}}})
		},
		"an open queue of changes that a function could not read": func(a attacked) {
			q := a.add(graph.Queue, "failed", map[string]any{"name": "failed", "policy": resourceStatement(anyone, `"sqs:ReceiveMessage"`, "*")})
			a.reader(map[string]any{"destinationConfig": map[string]any{"onFailure": map[string]any{"destinationArn": "arn:aws:sqs:us-east-1:" + account + ":failed"}}})
			_ = q
		},
		"a log group of changes that another account gets": func(a attacked) {
			g := a.add(graph.LogGroup, "changes", map[string]any{"name": "/aws/events/changes", "retentionInDays": 400})
			a.handsOn(g)
			a.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "out", map[string]any{"logGroup": g, "destinationArn": "arn:aws:logs:us-east-1:999999999999:destination:theirs"})
		},
		"an export to a bucket that anybody reads": func(a attacked) {
			b := a.add(graph.BucketV2, "exports", map[string]any{"bucket": "exports"})
			a.add("aws:s3/bucketPolicy:BucketPolicy", "exports", map[string]any{"bucket": b, "policy": resourceStatement(anyone, `"s3:GetObject"`, "arn:aws:s3:::exports/*")})
			a.add(graph.TableExport, "e", map[string]any{"tableArn": a.of(graph.Table, ""), "s3Bucket": b})
		},
		"a backup that is copied to another account": func(a attacked) {
			a.set(a.of("aws:backup/plan:Plan", ""), "rules", []any{map[string]any{"ruleName": "daily", "targetVaultName": "v", "copyActions": []any{map[string]any{"destinationVaultArn": "arn:aws:backup:us-east-1:999999999999:backup-vault:theirs"}}}})
		},
	} {
		refused(t, prod, name, "LP-IAM-004", change)
	}
	for name, change := range map[string]func(a attacked){
		"a stream that the account reads": func(a attacked) {
			a.add(kinesisPolicy, "own", map[string]any{"resourceArn": a.streams(), "policy": resourceStatement(own, `"kinesis:GetRecords"`, "*")})
		},
		"a topic of changes with the default policy of SNS": func(a attacked) {
			n := a.add(topic, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add("aws:sns/topicPolicy:TopicPolicy", "default", map[string]any{"arn": n, "policy": document(`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["sns:Subscribe","sns:Publish"],"Resource":"*","Condition":{"StringEquals":{"AWS:SourceOwner":"` + account + `"}}},` +
				`{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"*"}`)})
		},
		"a queue of changes that the bus fills": func(a attacked) {
			n := a.add(graph.Queue, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add("aws:sqs/queuePolicy:QueuePolicy", "fill", map[string]any{"queueUrl": n, "policy": resourceStatement(`{"Service":"events.amazonaws.com"}`, `"sqs:SendMessage"`, "*")})
		},
		"a delivery of the table's changes to a bucket": func(a attacked) {
			a.streams()
			b := a.add("aws:s3/bucketV2:BucketV2", "lake", map[string]any{"bucket": "lake"})
			a.add(firehose, "changes", map[string]any{
				"name": "changes", "destination": "extended_s3", "kinesisSourceConfiguration": map[string]any{"kinesisStreamArn": "arn:aws:kinesis:us-east-1:" + account + ":stream/changes", "roleArn": "x"},
				"extendedS3Configuration": map[string]any{"bucketArn": b, "roleArn": "x"},
			})
		},
		"a topic of changes with a queue of the account": func(a attacked) {
			n := a.add(topic, "changes", map[string]any{"name": "changes"})
			a.handsOn(n)
			a.add(subscription, "own", map[string]any{"topic": n, "protocol": "sqs", "endpoint": a.add(graph.Queue, "own", map[string]any{"name": "own"})})
		},
		"a webhook of another bus, a subscriber of another topic, a delivery of logs": func(a attacked) {
			bus := a.add(graph.EventBus, "deploys", map[string]any{"name": "deploys"})
			a.add("aws:cloudwatch/eventTarget:EventTarget", "deploys", map[string]any{"rule": "x", "eventBusName": bus, "arn": "arn:aws:events:us-east-1:" + account + ":api-destination/hook/1b5e"})
			a.add(subscription, "oncall", map[string]any{"topic": a.add(topic, "alarms", map[string]any{"name": "alarms"}), "protocol": "email", "endpoint": "oncall@example.com"})
			a.add(firehose, "logs", map[string]any{"name": "logs", "destination": "http_endpoint", "httpEndpointConfiguration": map[string]any{"url": "https://logs.example.com"}})
		},
		"another topic that anyone may subscribe to": func(a attacked) {
			a.add(topic, "news", map[string]any{"name": "news", "policy": resourceStatement(anyone, `"sns:Subscribe"`, "*")})
		},
		"a bus to which another account sends": func(a attacked) {
			a.add("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "send", map[string]any{"eventBusName": a.of(graph.EventBus, ""), "policy": resourceStatement(foreign, `"events:PutEvents"`, "*")})
		},
		"a function of the account on the table's stream": func(a attacked) {
			f := a.function("reader", `["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"]`, moviesARN+"/stream/*")
			a.add("aws:lambda/eventSourceMapping:EventSourceMapping", "m", map[string]any{"eventSourceArn": a.of(graph.Table, ""), "functionName": f, "startingPosition": "LATEST"})
		},
		"a function of changes with destinations of the account": func(a attacked) {
			q := a.add(graph.Queue, "failed", map[string]any{"name": "failed"})
			f := a.reader(map[string]any{"destinationConfig": map[string]any{"onFailure": map[string]any{"destinationArn": "arn:aws:sqs:us-east-1:" + account + ":failed"}}})
			a.add(invokeConfig, "d", map[string]any{"functionName": f, "maximumRetryAttempts": 1, "destinationConfig": map[string]any{"onFailure": map[string]any{"destination": q}}})
		},
		"an export to a bucket of the stack": func(a attacked) {
			a.add(graph.TableExport, "e", map[string]any{"tableArn": a.of(graph.Table, ""), "s3Bucket": a.add(graph.BucketV2, "exports", map[string]any{"bucket": "exports"})})
		},
		"a log group of changes, and other logs for another account": func(a attacked) {
			a.handsOn(a.add(graph.LogGroup, "changes", map[string]any{"name": "/aws/events/changes", "retentionInDays": 400}))
			g := a.add(graph.LogGroup, "vpc", map[string]any{"name": "/vpc", "retentionInDays": 400})
			a.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "out", map[string]any{"logGroup": g, "destinationArn": "arn:aws:logs:us-east-1:999999999999:destination:siem"})
		},
		"another function's destination in another account": func(a attacked) {
			f := a.function("partner", `"logs:PutLogEvents"`, "arn:aws:logs:us-east-1:"+account+":log-group:/aws/lambda/partner:*")
			a.add(invokeConfig, "d", map[string]any{"functionName": f, "destinationConfig": map[string]any{"onSuccess": map[string]any{"destination": theirs}}})
			a.set(f, "deadLetterConfig", map[string]any{"targetArn": theirs})
		},
	} {
		passes(t, prod, name, change)
	}
}

// reader is a function that gets the table's changes by a mapping with further inputs.
func (a attacked) reader(more map[string]any) *wire.Resource {
	f := a.function("reader", `["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"]`, moviesARN+"/stream/*")
	a.add("aws:lambda/eventSourceMapping:EventSourceMapping", "reader", with(map[string]any{"eventSourceArn": a.of(graph.Table, ""), "functionName": f, "startingPosition": "LATEST"}, more))
	return f
}

func TestWhoStreamsATableReadsIt(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const action = "dynamodb:EnableKinesisStreamingDestination"
	refused(t, prod, "a role that may stream the API's table", "LP-IAM-002", func(a attacked) { a.may(action, moviesARN) })
	passes(t, prod, "a role that may stream another table", func(a attacked) {
		a.may(action, "arn:aws:dynamodb:us-east-1:"+account+":table/other")
	})
}

func TestServiceRolesOnlyServe(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	logs := func(actions string) func(a attacked) {
		return func(a attacked) {
			r := a.role("cloudwatch", `{"Service":"apigateway.amazonaws.com"}`, actions, "*")
			a.add(graph.GatewayAccount, "account", map[string]any{"cloudwatchRoleArn": r})
		}
	}
	refused(t, prod, "a logs role that may do everything with logs", "LP-ROLE-007", logs(`"logs:*"`))
	refused(t, prod, "a logs role that may delete logs", "LP-ROLE-007", logs(`["logs:PutLogEvents","logs:DeleteLogGroup"]`))
	passes(t, prod, "a logs role with the actions of AWS's own policy", logs(`["logs:CreateLogGroup","logs:CreateLogStream","logs:DescribeLogGroups","logs:DescribeLogStreams","logs:PutLogEvents","logs:GetLogEvents","logs:FilterLogEvents"]`))
}

func TestTableKeysEncrypt(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	replica := func(key string) func(a attacked) {
		return func(a attacked) {
			a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "eu-west-1", "pointInTimeRecovery": true, "deletionProtectionEnabled": true, "kmsKeyArn": key}})
		}
	}
	refused(t, prod, "a replica's key of another account", "LP-TABLE-001", replica("arn:aws:kms:eu-west-1:999999999999:key/x"))
	refused(t, prod, "a replica's key of another region", "LP-TABLE-001", replica("arn:aws:kms:us-east-1:"+account+":key/x"))
	passes(t, prod, "a replica's key of its region", replica("arn:aws:kms:eu-west-1:"+account+":key/x"))
	refused(t, prod, "a table's key in another region", "LP-TABLE-001", func(a attacked) { a.set(a.of(graph.Key, ""), "region", "eu-west-1") })
	for property, v := range map[string]any{"isEnabled": false, "keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "RSA_2048"} {
		refused(t, prod, "a table's key with another "+property, "LP-TABLE-001", func(a attacked) { a.set(a.of(graph.Key, ""), property, v) })
	}
	passes(t, prod, "a table's key that says what it is", func(a attacked) {
		key := a.of(graph.Key, "")
		a.set(key, "isEnabled", true)
		a.set(key, "keyUsage", "ENCRYPT_DECRYPT")
		a.set(key, "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
	})
	passes(t, prod, "a key for signatures beside it", func(a attacked) {
		a.add(graph.Key, "signatures", map[string]any{"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "ECC_NIST_P256"})
	})
}
