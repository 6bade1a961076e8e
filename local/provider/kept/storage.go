package kept

import (
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// storage are the kept types of S3, Backup, Secrets Manager, and the policies of tables and keys.
var storage = append([]kept{
	bucket(kept{token: "aws:s3/bucketV2:BucketV2", facts: movedFacts("corsRules", "grants", "lifecycleRules", "loggings", "replicationConfigurations", "serverSideEncryptionConfigurations", "versionings", "websites")}),
	bucket(kept{token: "aws:s3/bucket:Bucket", as: "aws:s3/bucketV2:BucketV2", facts: schema.Facts{"acl": {schema.Default("private"), schema.Excludes("grants")}, "grants": {schema.Unordered}}}),
	ofBucket("bucketPolicy:BucketPolicy", "S3 Bucket Policy", schema.Facts{"policy": {schema.JSON}}),
	ofBucket("bucketPublicAccessBlock:BucketPublicAccessBlock", "S3 Bucket Public Access Block", schema.Facts{
		"blockPublicAcls": {schema.Default(false)}, "blockPublicPolicy": {schema.Default(false)}, "ignorePublicAcls": {schema.Default(false)}, "restrictPublicBuckets": {schema.Default(false)},
	}),
	ofBucket("bucketOwnershipControls:BucketOwnershipControls", "S3 Bucket Ownership Controls", schema.Facts{}),
	ofBucket("bucketVersioningV2:BucketVersioningV2", "S3 Bucket Versioning", schema.Facts{"expectedBucketOwner": {schema.Replaces}, "versioningConfiguration.mfaDelete": {schema.Computed}}),
	ofBucket("bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "S3 Bucket Server-side Encryption Configuration", schema.Facts{"expectedBucketOwner": {schema.Replaces}, "rules": {schema.Unordered}}),
	ofBucket("bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "S3 Bucket Lifecycle Configuration", schema.Facts{"expectedBucketOwner": {schema.Replaces}, "rules.filter": {schema.Computed}, "rules.prefix": {schema.Computed}}),
	ofBucket("bucketLoggingV2:BucketLoggingV2", "S3 Bucket Logging", schema.Facts{"expectedBucketOwner": {schema.Replaces}, "targetGrants": {schema.Unordered}}),
}, append(backup, secrets...)...)

// bucket completes one of the SDK's two types of bucket: the older one takes every setting of a bucket, the newer one
// leaves most to types of their own.
func bucket(k kept) kept {
	k.label, k.subject, k.id, k.arn, k.global = "S3 Bucket", "bucket", "{bucket}", "arn:{partition}:s3:::{bucket}", true
	k.taken, k.missing = "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.", "NoSuchBucket"
	k.outputs = outputs{
		"bucketDomainName": "{bucket}.s3.{dnsSuffix}", "bucketRegionalDomainName": "{bucket}.s3.{region}.{dnsSuffix}", "region": "{region}",
		"hostedZoneId": "Z3AQBSTGFJSTF", "requestPayer": "BucketOwner",
	}
	k.facts["bucket"] = []schema.Fact{schema.Replaces, schema.Autonamed(63, lowerCase), schema.Excludes("bucketPrefix")}
	k.facts["bucketPrefix"] = []schema.Fact{schema.Replaces, schema.Excludes("bucket")}
	k.facts["forceDestroy"], k.facts["policy"] = []schema.Fact{schema.Default(false)}, []schema.Fact{schema.JSON}
	return k
}

// movedFacts are those of the newer type: arguments that moved to types of their own are read from the bucket.
func movedFacts(moved ...string) schema.Facts {
	f := schema.Facts{"objectLockEnabled": {schema.Replaces}}
	for _, name := range moved {
		f[name] = []schema.Fact{schema.Computed}
	}
	return f
}

// ofBucket is a type that configures one aspect of a bucket; writing it again replaces it.
func ofBucket(name, label string, f schema.Facts) kept {
	f["bucket"] = []schema.Fact{schema.Replaces}
	return kept{token: "aws:s3/" + name, label: label, subject: "bucket", id: "{bucket}", parent: "aws:s3/bucketV2:BucketV2", of: "bucket", missing: "NoSuchBucket", global: true, facts: f}
}

var backup = []kept{
	{
		token: "aws:backup/vault:Vault", label: "Backup Vault", arn: "arn:{partition}:backup:{region}:{account}:backup-vault:{name}",
		taken: "AlreadyExistsException: Backup vault with the same name already exists", facts: named(50, schema.Facts{"kmsKeyArn": {schema.Replaces}, "forceDestroy": {schema.Default(false)}}),
		outputs: outputs{"kmsKeyArn": "arn:{partition}:kms:{region}:{account}:key/{+uuid}"},
	},
	{
		token: "aws:backup/vaultPolicy:VaultPolicy", label: "Backup Vault Policy", subject: "backupVaultName", id: "{backupVaultName}", parent: "aws:backup/vault:Vault", of: "backupVaultName",
		outputs: outputs{"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"},
		facts:   schema.Facts{"backupVaultName": {schema.Replaces}, "policy": {schema.JSON}},
	},
	{
		token: "aws:backup/plan:Plan", label: "Backup Plan", id: "{+uuid}", arn: "arn:{partition}:backup:{region}:{account}:backup-plan:{id}", outputs: outputs{"version": "{+lower:48}"},
		unique: []string{"name"}, taken: "AlreadyExistsException: Backup plan with the same plan document already exists.",
		facts: named(50, schema.Facts{"rules": {schema.IdentifiedBy("ruleName")}, "rules.completionWindow": {schema.Default(180.0)}, "rules.startWindow": {schema.Default(60.0)}, "advancedBackupSettings": {schema.Unordered}}),
	},
	{
		token: "aws:backup/selection:Selection", label: "Backup Selection", id: "{+uuid}", parent: "aws:backup/plan:Plan", of: "planId", key: "{planId}|{id}",
		facts: replacing(named(50, schema.Facts{"resources": {schema.Unordered}, "notResources": {schema.Unordered, schema.Computed}, "conditions": {schema.Unordered, schema.Computed}, "selectionTags": {schema.Unordered}}),
			"iamRoleArn", "planId", "resources", "notResources", "conditions", "selectionTags"),
	},
}

var secrets = []kept{
	{
		token: "aws:secretsmanager/secret:Secret", label: "Secrets Manager Secret", id: "{arn}", arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{+lower:6}",
		unique: []string{"name"}, taken: "ResourceExistsException: The operation failed because the secret {name} already exists.",
		facts: prefixedName(512, schema.Facts{"policy": {schema.JSON}, "recoveryWindowInDays": {schema.Default(30.0)}, "forceOverwriteReplicaSecret": {schema.Default(false)}, "replicas": {schema.Computed, schema.IdentifiedBy("region")}}),
	},
	{
		token: "aws:secretsmanager/secretVersion:SecretVersion", label: "Secrets Manager Secret Version", subject: "secretId", id: "{secretId}|{versionId}", arn: "{secretId}",
		parent: "aws:secretsmanager/secret:Secret", of: "secretId", outputs: outputs{"versionId": "{+uuid}", "versionStages": []any{"AWSCURRENT"}},
		facts: schema.Facts{"secretId": {schema.Replaces}, "secretString": {schema.Replaces, schema.Excludes("secretBinary")}, "secretBinary": {schema.Replaces}, "versionStages": {schema.Computed, schema.Unordered}},
	},
	{
		token: "aws:secretsmanager/secretPolicy:SecretPolicy", label: "Secrets Manager Secret Policy", subject: "secretArn", id: "{secretArn}",
		parent: "aws:secretsmanager/secret:Secret", of: "secretArn", facts: schema.Facts{"secretArn": {schema.Replaces}, "policy": {schema.JSON}},
	},
	{
		token: "aws:dynamodb/contributorInsights:ContributorInsights", label: "DynamoDB Contributor Insights", subject: "tableName", id: "name:{tableName}/index:{indexName}/{account}",
		facts: schema.Facts{"tableName": {schema.Replaces}, "indexName": {schema.Replaces}},
	},
	{
		token: controlplane.TableResourcePolicy, label: "DynamoDB Resource Policy", subject: "resourceArn", id: "{resourceArn}", missing: "PolicyNotFoundException",
		outputs: outputs{"revisionId": "{+digits:13}"}, facts: schema.Facts{"resourceArn": {schema.Replaces}, "policy": {schema.JSON}},
	},
	{
		token: "aws:kms/keyPolicy:KeyPolicy", label: "KMS Key Policy", subject: "keyId", id: "{keyId}", missing: "NotFoundException",
		facts: schema.Facts{"keyId": {schema.Replaces}, "policy": {schema.JSON}, "bypassPolicyLockoutSafetyCheck": {schema.Default(false)}},
	},
}
