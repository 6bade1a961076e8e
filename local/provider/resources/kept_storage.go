package resources

import (
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// storage are the kept types of S3, Backup, Secrets Manager, and the policies of tables and keys.
var storage = append([]kept{
	bucket(kept{token: "aws:s3/bucketV2:BucketV2", facts: movedFacts("corsRules", "grants", "lifecycleRules", "loggings", "replicationConfigurations", "serverSideEncryptionConfigurations", "versionings", "websites")}),
	bucket(kept{token: "aws:s3/bucket:Bucket", as: "aws:s3/bucketV2:BucketV2", facts: facts{"acl": {defaultsTo("private"), excludes("grants")}, "grants": {unordered}}}),
	ofBucket("bucketPolicy:BucketPolicy", "S3 Bucket Policy", facts{"policy": {document}}),
	ofBucket("bucketPublicAccessBlock:BucketPublicAccessBlock", "S3 Bucket Public Access Block", facts{
		"blockPublicAcls": {defaultsTo(false)}, "blockPublicPolicy": {defaultsTo(false)}, "ignorePublicAcls": {defaultsTo(false)}, "restrictPublicBuckets": {defaultsTo(false)},
	}),
	ofBucket("bucketOwnershipControls:BucketOwnershipControls", "S3 Bucket Ownership Controls", facts{}),
	ofBucket("bucketVersioningV2:BucketVersioningV2", "S3 Bucket Versioning", facts{"expectedBucketOwner": {replaces}, "versioningConfiguration.mfaDelete": {computed}}),
	ofBucket("bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "S3 Bucket Server-side Encryption Configuration", facts{"expectedBucketOwner": {replaces}, "rules": {unordered}}),
	ofBucket("bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "S3 Bucket Lifecycle Configuration", facts{"expectedBucketOwner": {replaces}, "rules.filter": {computed}, "rules.prefix": {computed}}),
	ofBucket("bucketLoggingV2:BucketLoggingV2", "S3 Bucket Logging", facts{"expectedBucketOwner": {replaces}, "targetGrants": {unordered}}),
}, append(backup, secrets...)...)

// bucket completes a type of buckets. The SDK has two, for the same buckets: the older one takes every
// setting of a bucket, the newer one leaves most to types of their own.
func bucket(k kept) kept {
	k.label, k.subject, k.id, k.arn, k.global = "S3 Bucket", "bucket", "{bucket}", "arn:{partition}:s3:::{bucket}", true
	k.taken, k.missing = "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.", "NoSuchBucket"
	k.outputs = outputs{
		"bucketDomainName": "{bucket}.s3.{dnsSuffix}", "bucketRegionalDomainName": "{bucket}.s3.{region}.{dnsSuffix}", "region": "{region}",
		"hostedZoneId": "Z3AQBSTGFJSTF", "requestPayer": "BucketOwner",
	}
	k.facts["bucket"] = []schema.Fact{replaces, autonamed(63, lowerCase), excludes("bucketPrefix")}
	k.facts["bucketPrefix"] = []schema.Fact{replaces, excludes("bucket")}
	k.facts["forceDestroy"], k.facts["policy"] = []schema.Fact{defaultsTo(false)}, []schema.Fact{document}
	return k
}

// movedFacts are those of the newer type: arguments that moved to types of their own answer what the
// bucket has.
func movedFacts(moved ...string) facts {
	f := facts{"objectLockEnabled": {replaces}}
	for _, name := range moved {
		f[name] = []schema.Fact{computed}
	}
	return f
}

// ofBucket is a type that configures one thing of a bucket; writing it again replaces it.
func ofBucket(name, label string, f facts) kept {
	f["bucket"] = []schema.Fact{replaces}
	return kept{token: "aws:s3/" + name, label: label, subject: "bucket", id: "{bucket}", parent: "aws:s3/bucketV2:BucketV2", of: "bucket", missing: "NoSuchBucket", global: true, facts: f}
}

var backup = []kept{
	{
		token: "aws:backup/vault:Vault", label: "Backup Vault", arn: "arn:{partition}:backup:{region}:{account}:backup-vault:{name}",
		taken: "AlreadyExistsException: Backup vault with the same name already exists", facts: named(50, facts{"kmsKeyArn": {replaces}, "forceDestroy": {defaultsTo(false)}}),
		outputs: outputs{"kmsKeyArn": "arn:{partition}:kms:{region}:{account}:key/{+uuid}"},
	},
	{
		token: "aws:backup/vaultPolicy:VaultPolicy", label: "Backup Vault Policy", subject: "backupVaultName", id: "{backupVaultName}", parent: "aws:backup/vault:Vault", of: "backupVaultName",
		outputs: outputs{"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"},
		facts:   facts{"backupVaultName": {replaces}, "policy": {document}},
	},
	{
		token: "aws:backup/plan:Plan", label: "Backup Plan", id: "{+uuid}", arn: "arn:{partition}:backup:{region}:{account}:backup-plan:{id}", outputs: outputs{"version": "{+lower:48}"},
		unique: []string{"name"}, taken: "AlreadyExistsException: Backup plan with the same plan document already exists.",
		facts: named(50, facts{"rules": {identifiedBy("ruleName")}, "rules.completionWindow": {defaultsTo(180.0)}, "rules.startWindow": {defaultsTo(60.0)}, "advancedBackupSettings": {unordered}}),
	},
	{
		token: "aws:backup/selection:Selection", label: "Backup Selection", id: "{+uuid}", parent: "aws:backup/plan:Plan", of: "planId", key: "{planId}|{id}",
		facts: replacing(named(50, facts{"resources": {unordered}, "notResources": {unordered, computed}, "conditions": {unordered, computed}, "selectionTags": {unordered}}),
			"iamRoleArn", "planId", "resources", "notResources", "conditions", "selectionTags"),
	},
}

var secrets = []kept{
	{
		token: "aws:secretsmanager/secret:Secret", label: "Secrets Manager Secret", id: "{arn}", arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{+lower:6}",
		unique: []string{"name"}, taken: "ResourceExistsException: The operation failed because the secret {name} already exists.",
		facts: prefixedName(512, facts{"policy": {document}, "recoveryWindowInDays": {defaultsTo(30.0)}, "forceOverwriteReplicaSecret": {defaultsTo(false)}, "replicas": {computed, identifiedBy("region")}}),
	},
	{
		token: "aws:secretsmanager/secretVersion:SecretVersion", label: "Secrets Manager Secret Version", subject: "secretId", id: "{secretId}|{versionId}", arn: "{secretId}",
		parent: "aws:secretsmanager/secret:Secret", of: "secretId", outputs: outputs{"versionId": "{+uuid}", "versionStages": []any{"AWSCURRENT"}},
		facts: facts{"secretId": {replaces}, "secretString": {replaces, excludes("secretBinary")}, "secretBinary": {replaces}, "versionStages": {computed, unordered}},
	},
	{
		token: "aws:secretsmanager/secretPolicy:SecretPolicy", label: "Secrets Manager Secret Policy", subject: "secretArn", id: "{secretArn}",
		parent: "aws:secretsmanager/secret:Secret", of: "secretArn", facts: facts{"secretArn": {replaces}, "policy": {document}},
	},
	{
		token: "aws:dynamodb/contributorInsights:ContributorInsights", label: "DynamoDB Contributor Insights", subject: "tableName", id: "name:{tableName}/index:{indexName}/{account}",
		facts: facts{"tableName": {replaces}, "indexName": {replaces}},
	},
	{
		token: controlplane.TableResourcePolicy, label: "DynamoDB Resource Policy", subject: "resourceArn", id: "{resourceArn}", missing: "PolicyNotFoundException",
		outputs: outputs{"revisionId": "{+digits:13}"}, facts: facts{"resourceArn": {replaces}, "policy": {document}},
	},
	{
		token: "aws:kms/keyPolicy:KeyPolicy", label: "KMS Key Policy", subject: "keyId", id: "{keyId}", missing: "NotFoundException",
		facts: facts{"keyId": {replaces}, "policy": {document}, "bypassPolicyLockoutSafetyCheck": {defaultsTo(false)}},
	},
}
