package iam

import (
	"slices"
	"strings"
)

// adminPolicies are AWS managed policies that amount to administration of the account, of IAM or
// of all DynamoDB tables. No integration role needs one.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
var adminPolicies = []string{
	"AdministratorAccess", "AdministratorAccess-Amplify", "AdministratorAccess-AWSElasticBeanstalk",
	"AmazonDynamoDBFullAccess", "AmazonDynamoDBFullAccess_v2", "AmazonDynamoDBFullAccesswithDataPipeline",
	"AWSCloudFormationFullAccess", "AWSLambda_FullAccess", "AWSOrganizationsFullAccess",
	"AmazonAPIGatewayAdministrator", "AmazonEC2FullAccess", "AmazonS3FullAccess", "AWSKeyManagementServicePowerUser",
	"IAMFullAccess", "PowerUserAccess", "job-function/DatabaseAdministrator", "job-function/DataScientist",
	"job-function/NetworkAdministrator", "job-function/SystemAdministrator", "AWSCodeBuildAdminAccess",
	"AWSGlueConsoleFullAccess", "AmazonSSMFullAccess", "SecretsManagerReadWrite",
}

// itemPolicies are AWS managed policies that allow reading or writing the items, the streams or the backups of any
// table, by their names without a path; those with DynamoDB in their names do too.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, and for those that AWS has deprecated
// https://github.com/SummitRoute/aws_managed_policies. Policies for some tables, such as AmazonRedshiftAllCommandsFullAccess for
// those with redshift in their names, are left out.
var itemPolicies = []string{
	"AdministratorAccess", "AdministratorAccess-Amplify", "AdministratorAccess-AWSElasticBeanstalk", "PowerUserAccess", "ReadOnlyAccess",
	"DatabaseAdministrator", "DataScientist", "SystemAdministrator",
	"AWSDataPipelineRole", "AmazonEC2RoleforDataPipelineRole", "AmazonElasticMapReduceforEC2Role", "AWSIoTRuleActions",
	"AWSLambdaFullAccess", "AWSLambdaReadOnlyAccess", "AWSBackupFullAccess", "AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores",
}

// ReachesItems reports whether a policy ARN is one of AWS's own that reaches the items of any table.
func ReachesItems(policyARN string) bool {
	name, managed := IsAWSManaged(policyARN)
	name = name[strings.LastIndexByte(name, '/')+1:]
	return managed && (strings.Contains(name, "DynamoDB") || slices.Contains(itemPolicies, name))
}

// IsAWSManaged reports whether a policy ARN is one of AWS's own, and returns its name with its path.
func IsAWSManaged(policyARN string) (name string, managed bool) {
	segments := strings.SplitN(policyARN, ":", arnSegments)
	if len(segments) != arnSegments || segments[2] != "iam" || segments[4] != "aws" {
		return "", false
	}
	return strings.CutPrefix(segments[5], "policy/")
}

// IsAdminPolicy reports whether a policy ARN is one of adminPolicies.
func IsAdminPolicy(policyARN string) bool {
	name, managed := IsAWSManaged(policyARN)
	return managed && slices.Contains(adminPolicies, name)
}
