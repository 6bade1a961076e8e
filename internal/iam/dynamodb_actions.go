package iam

import (
	"strings"
	"sync"
)

// AccessLevel is AWS's classification of an action.
type AccessLevel string

// The access levels of the Service Authorization Reference.
const (
	Read                  AccessLevel = "Read"
	Write                 AccessLevel = "Write"
	List                  AccessLevel = "List"
	Tagging               AccessLevel = "Tagging"
	PermissionsManagement AccessLevel = "Permissions management"
)

// DynamoDBActions are the actions of DynamoDB with their access levels, as the Service
// Authorization Reference lists them:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
//
// A Write action can also read: PutItem, UpdateItem and DeleteItem return old or new values when
// ReturnValues asks for them, and condition expressions answer questions about an item.
// The map is shared: it must not be changed.
func DynamoDBActions() map[string]AccessLevel { return allDynamoDBActions() }

var allDynamoDBActions = sync.OnceValue(func() map[string]AccessLevel {
	actions := make(map[string]AccessLevel, 80)
	for level, names := range dynamoDBActions {
		for _, name := range strings.Fields(names) {
			actions["dynamodb:"+name] = level
		}
	}
	return actions
})

var dynamoDBActions = map[AccessLevel]string{
	Read: `BatchGetItem ConditionCheckItem DescribeBackup DescribeContinuousBackups DescribeContributorInsights
		DescribeEndpoints DescribeExport DescribeGlobalTable DescribeGlobalTableSettings DescribeImport
		DescribeKinesisStreamingDestination DescribeLimits DescribeReservedCapacity
		DescribeReservedCapacityOfferings DescribeStream DescribeTable DescribeTableReplicaAutoScaling
		DescribeTimeToLive GetAbacStatus GetItem GetRecords GetResourcePolicy GetShardIterator ListStreams
		ListTagsOfResource PartiQLSelect Query ReadDataForReplication Scan`,
	Write: `AssociateTableReplica BatchWriteItem CreateBackup CreateGlobalTable CreateGlobalTableWitness
		CreateTable CreateTableReplica DeleteBackup DeleteGlobalTableWitness DeleteItem DeleteTable
		DeleteTableReplica DisableKinesisStreamingDestination EnableKinesisStreamingDestination
		ExportTableToPointInTime ImportTable InjectError PartiQLDelete PartiQLInsert PartiQLUpdate
		PurchaseReservedCapacityOfferings PutItem ReplicateSettings RestoreTableFromAwsBackup
		RestoreTableFromBackup RestoreTableToPointInTime StartAwsBackupJob UpdateContinuousBackups
		UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings UpdateGlobalTableVersion
		UpdateItem UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling
		UpdateTimeToLive WriteDataForReplication`,
	List:                  `ListBackups ListContributorInsights ListExports ListGlobalTables ListImports ListTables`,
	Tagging:               `TagResource UntagResource`,
	PermissionsManagement: `DeleteResourcePolicy PutResourcePolicy UpdateAbacStatus`,
}

// AccessLevelOf returns the access level of a DynamoDB action, in any case; false for an action
// that the reference does not list.
func AccessLevelOf(action string) (AccessLevel, bool) {
	name, ok := canonicalAction(strings.ToLower(action))
	if !ok {
		return "", false
	}
	level, ok := levels()[name]
	return level, ok
}
