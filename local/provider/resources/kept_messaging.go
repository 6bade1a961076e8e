package resources

import "slices"

// messaging are the kept types of SNS, SQS, EventBridge and EventBridge Pipes.
var messaging = slices.Concat(sns, sqs, eventBridge)

var sns = []kept{
	{
		token: "aws:sns/topic:Topic", label: "SNS Topic", arn: "arn:{partition}:sns:{region}:{account}:{name}", id: "{arn}", missing: "NotFound",
		outputs: outputs{
			"owner": "{account}", "signatureVersion": 1.0, "tracingConfig": "PassThrough",
			"policy": `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Resource":"{arn}"}]}`,
		},
		facts: prefixedName(256, facts{
			"policy": {document}, "archivePolicy": {document}, "deliveryPolicy": {document},
			"fifoTopic": {defaultsTo(false), replaces}, "contentBasedDeduplication": {defaultsTo(false)},
			"signatureVersion": {check(between(1, 2))},
		}),
	},
	{
		token: "aws:sns/topicSubscription:TopicSubscription", label: "SNS Topic Subscription", subject: "topic", id: "{arn}", missing: "NotFound",
		parent: "aws:sns/topic:Topic", of: "topic", arn: "{topic}:{+uuid}",
		outputs: outputs{"ownerId": "{account}", "confirmationWasAuthenticated": true},
		facts: replacing(facts{
			"protocol":       {among("sqs", "sms", "lambda", "firehose", "application", "email", "email-json", "http", "https")},
			"deliveryPolicy": {document}, "filterPolicy": {document}, "redrivePolicy": {document}, "replayPolicy": {document},
			"confirmationTimeoutInMinutes": {defaultsTo(1.0)}, "endpointAutoConfirms": {defaultsTo(false)}, "rawMessageDelivery": {defaultsTo(false)},
			"filterPolicyScope": {among("MessageAttributes", "MessageBody")},
		}, "topic", "protocol", "endpoint"),
	},
	{
		token: "aws:sns/topicPolicy:TopicPolicy", label: "SNS Topic Policy", subject: "arn", id: "{arn}", parent: "aws:sns/topic:Topic", of: "arn", missing: "NotFound",
		outputs: outputs{"owner": "{account}"}, facts: facts{"policy": {document}, "arn": {replaces}},
	},
}

var sqs = []kept{
	{
		token: "aws:sqs/queue:Queue", label: "SQS Queue", arn: "arn:{partition}:sqs:{region}:{account}:{name}", missing: "AWS.SimpleQueueService.NonExistentQueue",
		id:      "https://sqs.{region}.{dnsSuffix}/{account}/{name}",
		outputs: outputs{"url": "{id}", "kmsDataKeyReusePeriodSeconds": 300.0, "sqsManagedSseEnabled": true},
		facts: prefixedName(80, facts{
			"policy": {document}, "redrivePolicy": {document}, "redriveAllowPolicy": {document},
			"fifoQueue": {defaultsTo(false), replaces}, "contentBasedDeduplication": {defaultsTo(false)}, "delaySeconds": {defaultsTo(0.0)},
			"maxMessageSize": {defaultsTo(262144.0)}, "messageRetentionSeconds": {defaultsTo(345600.0)}, "receiveWaitTimeSeconds": {defaultsTo(0.0)},
			"visibilityTimeoutSeconds": {defaultsTo(30.0)}, "sqsManagedSseEnabled": {excludes("kmsMasterKeyId")},
		}),
	},
	{
		token: "aws:sqs/queuePolicy:QueuePolicy", label: "SQS Queue Policy", subject: "queueUrl", id: "{queueUrl}", parent: "aws:sqs/queue:Queue", of: "queueUrl",
		missing: "AWS.SimpleQueueService.NonExistentQueue", facts: facts{"policy": {document}, "queueUrl": {replaces}},
	},
}

var eventBridge = []kept{
	{
		token: "aws:cloudwatch/eventBus:EventBus", label: "EventBridge Event Bus", arn: "arn:{partition}:events:{region}:{account}:event-bus/{name}",
		taken: "ResourceAlreadyExistsException: Event bus {name} already exists.",
		facts: named(256, facts{"eventSourceName": {replaces}}),
	},
	{
		token: "aws:cloudwatch/eventBusPolicy:EventBusPolicy", label: "EventBridge Event Bus Policy", subject: "eventBusName", id: "{eventBusName}",
		facts: facts{"policy": {document}, "eventBusName": {defaultsTo("default"), replaces}},
	},
	{
		token: "aws:cloudwatch/eventRule:EventRule", label: "EventBridge Rule", id: "{name}", arn: "arn:{partition}:events:{region}:{account}:rule/{name}",
		facts: prefixedName(64, facts{
			"eventBusName": {defaultsTo("default"), replaces}, "eventPattern": {document}, "forceDestroy": {defaultsTo(false)}, "isEnabled": {excludes("state")},
			"state": {among("DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")},
		}),
	},
	{
		token: "aws:cloudwatch/eventTarget:EventTarget", label: "EventBridge Target", subject: "targetId", id: "{rule}-{targetId}", parent: "aws:cloudwatch/eventRule:EventRule", of: "rule",
		outputs: outputs{"targetId": "terraform-{+digits:26}"},
		facts: replacing(facts{"eventBusName": {defaultsTo("default")}, "forceDestroy": {defaultsTo(false)}, "input": {document, excludes("inputPath")}},
			"rule", "targetId", "eventBusName"),
	},
	{
		token: "aws:pipes/pipe:Pipe", label: "EventBridge Pipes Pipe", arn: "arn:{partition}:pipes:{region}:{account}:pipe/{name}",
		taken: "ConflictException: Pipe {name} already exists.", missing: "NotFoundException",
		outputs: outputs{"desiredState": "RUNNING"},
		facts: prefixedName(64, facts{
			"description": {defaultsTo("Managed by Pulumi")}, "desiredState": {defaultsTo("RUNNING"), among("RUNNING", "STOPPED")}, "source": {replaces},
			"sourceParameters": {free},
		}),
	},
	{
		token: "aws:kinesis/stream:Stream", label: "Kinesis Stream", id: "{arn}", key: "{name}", arn: "arn:{partition}:kinesis:{region}:{account}:stream/{name}",
		taken: "ResourceInUseException: Stream {name} under account {account} already exists.",
		facts: named(128, facts{
			"encryptionType": {defaultsTo("NONE"), among("NONE", "KMS")}, "enforceConsumerDeletion": {defaultsTo(false)}, "retentionPeriod": {defaultsTo(24.0), check(between(24, 8760))},
			"shardLevelMetrics": {unordered},
		}),
	},
}
