package kept

import (
	"slices"

	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// messaging are the kept types of SNS, SQS, EventBridge and EventBridge Pipes.
var messaging = slices.Concat(sns, sqs, eventBridge)

var sns = []kept{
	{
		token: "aws:sns/topic:Topic", label: "SNS Topic", arn: "arn:{partition}:sns:{region}:{account}:{name}", id: "{arn}", missing: "NotFound",
		outputs: outputs{
			"owner": "{account}", "signatureVersion": 1.0, "tracingConfig": "PassThrough",
			"policy": `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Resource":"{arn}"}]}`,
		},
		facts: prefixedName(256, schema.Facts{
			"policy": {schema.JSON}, "archivePolicy": {schema.JSON}, "deliveryPolicy": {schema.JSON},
			"fifoTopic": {schema.Default(false), schema.Replaces}, "contentBasedDeduplication": {schema.Default(false)},
			"signatureVersion": {schema.Check(resources.Between(1, 2))},
		}),
	},
	{
		token: "aws:sns/topicSubscription:TopicSubscription", label: "SNS Topic Subscription", subject: "topic", id: "{arn}", missing: "NotFound",
		parent: "aws:sns/topic:Topic", of: "topic", arn: "{topic}:{+uuid}",
		outputs: outputs{"ownerId": "{account}", "confirmationWasAuthenticated": true},
		facts: replacing(schema.Facts{
			"protocol":       {schema.Among("sqs", "sms", "lambda", "firehose", "application", "email", "email-json", "http", "https")},
			"deliveryPolicy": {schema.JSON}, "filterPolicy": {schema.JSON}, "redrivePolicy": {schema.JSON}, "replayPolicy": {schema.JSON},
			"confirmationTimeoutInMinutes": {schema.Default(1.0)}, "endpointAutoConfirms": {schema.Default(false)}, "rawMessageDelivery": {schema.Default(false)},
			"filterPolicyScope": {schema.Among("MessageAttributes", "MessageBody")},
		}, "topic", "protocol", "endpoint"),
	},
	{
		token: "aws:sns/topicPolicy:TopicPolicy", label: "SNS Topic Policy", subject: "arn", id: "{arn}", parent: "aws:sns/topic:Topic", of: "arn", missing: "NotFound",
		outputs: outputs{"owner": "{account}"}, facts: schema.Facts{"policy": {schema.JSON}, "arn": {schema.Replaces}},
	},
}

var sqs = []kept{
	{
		token: "aws:sqs/queue:Queue", label: "SQS Queue", arn: "arn:{partition}:sqs:{region}:{account}:{name}", missing: "AWS.SimpleQueueService.NonExistentQueue",
		id:      "https://sqs.{region}.{dnsSuffix}/{account}/{name}",
		outputs: outputs{"url": "{id}", "kmsDataKeyReusePeriodSeconds": 300.0, "sqsManagedSseEnabled": true},
		facts: prefixedName(80, schema.Facts{
			"policy": {schema.JSON}, "redrivePolicy": {schema.JSON}, "redriveAllowPolicy": {schema.JSON},
			"fifoQueue": {schema.Default(false), schema.Replaces}, "contentBasedDeduplication": {schema.Default(false)}, "delaySeconds": {schema.Default(0.0)},
			"maxMessageSize": {schema.Default(262144.0)}, "messageRetentionSeconds": {schema.Default(345600.0)}, "receiveWaitTimeSeconds": {schema.Default(0.0)},
			"visibilityTimeoutSeconds": {schema.Default(30.0)}, "sqsManagedSseEnabled": {schema.Excludes("kmsMasterKeyId")},
		}),
	},
	{
		token: "aws:sqs/queuePolicy:QueuePolicy", label: "SQS Queue Policy", subject: "queueUrl", id: "{queueUrl}", parent: "aws:sqs/queue:Queue", of: "queueUrl",
		missing: "AWS.SimpleQueueService.NonExistentQueue", facts: schema.Facts{"policy": {schema.JSON}, "queueUrl": {schema.Replaces}},
	},
}

var eventBridge = []kept{
	{
		token: "aws:cloudwatch/eventBus:EventBus", label: "EventBridge Event Bus", arn: "arn:{partition}:events:{region}:{account}:event-bus/{name}",
		taken: "ResourceAlreadyExistsException: Event bus {name} already exists.",
		facts: named(256, schema.Facts{"eventSourceName": {schema.Replaces}}),
	},
	{
		token: "aws:cloudwatch/eventBusPolicy:EventBusPolicy", label: "EventBridge Event Bus Policy", subject: "eventBusName", id: "{eventBusName}",
		facts: schema.Facts{"policy": {schema.JSON}, "eventBusName": {schema.Default("default"), schema.Replaces}},
	},
	{
		token: "aws:cloudwatch/eventRule:EventRule", label: "EventBridge Rule", id: "{name}", arn: "arn:{partition}:events:{region}:{account}:rule/{name}",
		facts: prefixedName(64, schema.Facts{
			"eventBusName": {schema.Default("default"), schema.Replaces}, "eventPattern": {schema.JSON}, "forceDestroy": {schema.Default(false)}, "isEnabled": {schema.Excludes("state")},
			"state": {schema.Among("DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")},
		}),
	},
	{
		token: "aws:cloudwatch/eventTarget:EventTarget", label: "EventBridge Target", subject: "targetId", id: "{rule}-{targetId}", parent: "aws:cloudwatch/eventRule:EventRule", of: "rule",
		outputs: outputs{"targetId": "terraform-{+digits:26}"},
		facts: replacing(schema.Facts{"eventBusName": {schema.Default("default")}, "forceDestroy": {schema.Default(false)}, "input": {schema.JSON, schema.Excludes("inputPath")}},
			"rule", "targetId", "eventBusName"),
	},
	{
		token: "aws:pipes/pipe:Pipe", label: "EventBridge Pipes Pipe", arn: "arn:{partition}:pipes:{region}:{account}:pipe/{name}",
		taken: "ConflictException: Pipe {name} already exists.", missing: "NotFoundException",
		outputs: outputs{"desiredState": "RUNNING"},
		facts: prefixedName(64, schema.Facts{
			"description": {schema.Default("Managed by Pulumi")}, "desiredState": {schema.Default("RUNNING"), schema.Among("RUNNING", "STOPPED")}, "source": {schema.Replaces},
			"sourceParameters": {schema.Free},
		}),
	},
	{
		token: "aws:kinesis/stream:Stream", label: "Kinesis Stream", id: "{arn}", key: "{name}", arn: "arn:{partition}:kinesis:{region}:{account}:stream/{name}",
		taken: "ResourceInUseException: Stream {name} under account {account} already exists.",
		facts: named(128, schema.Facts{
			"encryptionType": {schema.Default("NONE"), schema.Among("NONE", "KMS")}, "enforceConsumerDeletion": {schema.Default(false)}, "retentionPeriod": {schema.Default(24.0), schema.Check(resources.Between(24, 8760))},
			"shardLevelMetrics": {schema.Unordered},
		}),
	},
}
