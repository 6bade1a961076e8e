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
