package iam

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestManagedPolicies(t *testing.T) {
	t.Parallel()
	assert.True(t, IsAdminPolicy("arn:aws:iam::aws:policy/AdministratorAccess"))
	assert.True(t, IsAdminPolicy("arn:aws-cn:iam::aws:policy/job-function/DataScientist"))
	assert.False(t, IsAdminPolicy("arn:aws:iam::123456789012:policy/AdministratorAccess"))
	assert.False(t, IsAdminPolicy("arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"))
	name, managed := IsAWSManaged("arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs")
	assert.True(t, managed)
	assert.Equal(t, "service-role/AmazonAPIGatewayPushToCloudWatchLogs", name)
	_, managed = IsAWSManaged("AdministratorAccess")
	assert.False(t, managed)
	assert.NotContains(t, adminPolicies, "")
	for name, reaches := range map[string]bool{
		"job-function/DatabaseAdministrator": true, "AmazonDynamoDBReadOnlyAccess": true, "service-role/AWSLambdaDynamoDBExecutionRole": true, "ReadOnlyAccess": true, "AWSLambdaReadOnlyAccess": true, "AmazonRedshiftAllCommandsFullAccess": false,
		"service-role/AmazonElasticMapReduceforEC2Role": true, "AmazonS3ReadOnlyAccess": false, "AmazonEC2ContainerRegistryPowerUser": false,
		"AmazonCognitoPowerUser": false, "job-function/ViewOnlyAccess": false, "SecurityAudit": false,
	} {
		assert.Equal(t, reaches, ReachesItems("arn:aws:iam::aws:policy/"+name), name)
	}
}

func TestExampleActionsAreDistinctAndTellingFirst(t *testing.T) {
	t.Parallel()
	known := exampleActions()
	require.Equal(t, "dynamodb:DeleteItem", known[0].name)
	seen := map[string]bool{}
	for _, a := range known {
		assert.False(t, seen[a.lower], a.name)
		seen[a.lower] = true
	}
	for name := range DynamoDBActions() {
		assert.True(t, seen[strings.ToLower(name)], name)
	}
}
