package deployer

// dataRights are the rights for what encrypts the tables, and for what sends and records what happens to them.
var dataRights = map[string][]right{
	"kms/key:Key": {
		{sid: "CreateKeys", resources: everything, actions: []string{"kms:CreateKey"}},
		// A key's name is random. What DynamoDB requires of the caller that encrypts a table with it comes last.
		{sid: "Keys", resources: keys, actions: []string{
			"kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:GetKeyRotationStatus", "kms:EnableKeyRotation", "kms:DisableKeyRotation",
			"kms:UpdateKeyDescription", "kms:ScheduleKeyDeletion", "kms:ListResourceTags", "kms:TagResource", "kms:UntagResource",
			"kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*",
		}},
	},
	"kms/alias:Alias": {
		{sid: "KeyAliases", resources: append([]string{"arn:{partition}:kms:{region}:*:alias/{prefix}-*"}, keys...), actions: []string{
			"kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias",
		}},
		{sid: "CreateKeys", resources: everything, actions: []string{"kms:ListAliases"}},
	},

	"pipes/pipe:Pipe": {
		{sid: "Pipes", resources: []string{"arn:{partition}:pipes:{region}:*:pipe/{prefix}-*"}, actions: []string{
			"pipes:CreatePipe", "pipes:DescribePipe", "pipes:UpdatePipe", "pipes:DeletePipe", "pipes:StartPipe", "pipes:StopPipe",
			"pipes:ListTagsForResource", "pipes:TagResource", "pipes:UntagResource",
		}},
		pass("pipes.amazonaws.com"),
	},
	"cloudwatch/eventBus:EventBus": {{sid: "EventBuses", resources: []string{"arn:{partition}:events:{region}:*:event-bus/{prefix}-*"}, actions: []string{
		"events:CreateEventBus", "events:DescribeEventBus", "events:UpdateEventBus", "events:DeleteEventBus", "events:ListTagsForResource",
		"events:TagResource", "events:UntagResource",
	}}},
	"sqs/queue:Queue": {{sid: "Queues", resources: []string{"arn:{partition}:sqs:{region}:*:{prefix}-*"}, actions: []string{
		"sqs:CreateQueue", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes", "sqs:GetQueueUrl", "sqs:DeleteQueue", "sqs:ListQueueTags", "sqs:TagQueue", "sqs:UntagQueue",
	}}},

	// The provider reads every property of a bucket, those too that have a resource of their own.
	"s3/bucketV2:BucketV2": {{sid: "Buckets", resources: buckets, actions: []string{
		"s3:CreateBucket", "s3:DeleteBucket", "s3:ListBucket", "s3:GetBucket*", "s3:GetAccelerateConfiguration", "s3:GetEncryptionConfiguration",
		"s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:PutBucketTagging",
	}}},
	"s3/bucketPublicAccessBlock:BucketPublicAccessBlock":                                     {{sid: "Buckets", resources: buckets, actions: []string{"s3:PutBucketPublicAccessBlock"}}},
	"s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": {{sid: "Buckets", resources: buckets, actions: []string{"s3:PutEncryptionConfiguration"}}},
	"s3/bucketVersioningV2:BucketVersioningV2":                                               {{sid: "Buckets", resources: buckets, actions: []string{"s3:PutBucketVersioning"}}},
	"s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2":                       {{sid: "Buckets", resources: buckets, actions: []string{"s3:PutLifecycleConfiguration"}}},
}

// componentRights are the rights for the resources that components of other packages register, by the components' types.
var componentRights = map[string][]right{
	"awsx:cloudtrail:Trail": {
		{sid: "Buckets", resources: buckets, actions: []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"}},
		{sid: "Trails", resources: []string{"arn:{partition}:cloudtrail:{region}:*:trail/{prefix}-*"}, actions: []string{
			"cloudtrail:CreateTrail", "cloudtrail:GetTrail", "cloudtrail:GetTrailStatus", "cloudtrail:UpdateTrail", "cloudtrail:DeleteTrail", "cloudtrail:StartLogging",
			"cloudtrail:StopLogging", "cloudtrail:PutEventSelectors", "cloudtrail:GetEventSelectors", "cloudtrail:PutInsightSelectors", "cloudtrail:GetInsightSelectors",
			"cloudtrail:ListTags", "cloudtrail:AddTags", "cloudtrail:RemoveTags",
		}},
		{sid: "ListTrails", resources: everything, actions: []string{"cloudtrail:DescribeTrails"}},
	},
}

var (
	keys    = []string{"arn:{partition}:kms:{region}:*:key/*"}
	buckets = []string{"arn:{partition}:s3:::{prefix}-*"}
)
