package infra

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/settings"
)

// replica registers a replica of the table that the stack in the primary region makes. Keys, indexes, capacity and
// expiry are that table's; encryption, recovery and protection are the replica's own.
func (t *DynamoTable) replica(ctx *pulumi.Context, name string, a tableArgs, declared *dynamodb.TableArgs, options ...pulumi.ResourceOption) error {
	made, err := dynamodb.NewTableReplica(ctx, name, &dynamodb.TableReplicaArgs{
		GlobalTableArn:            pulumi.String(a.Primary.tableARN(a.Physical)),
		KmsKeyArn:                 declared.ServerSideEncryption.(dynamodb.TableServerSideEncryptionArgs).KmsKeyArn,
		PointInTimeRecovery:       pulumi.Bool(a.Config.PointInTimeRecovery),
		DeletionProtectionEnabled: declared.DeletionProtectionEnabled,
		Tags:                      declared.Tags,
	}, options...)
	if err != nil {
		return err
	}
	t.table, t.ARN = made, made.Arn
	t.Name = made.Arn.ApplyT(func(string) string { return a.Physical }).(pulumi.StringOutput)
	if a.Streamed {
		// Only a look-up tells a replica's stream.
		t.streamARN = dynamodb.LookupTableOutput(ctx, dynamodb.LookupTableOutputArgs{Name: t.Name}, pulumi.Parent(made)).StreamArn()
	}
	return nil
}

// replicates are what a replica's own properties do not say, for a policy pack: an input of its component. Empty for a
// table of the stack's own.
func (a tableArgs) replicates(declared *dynamodb.TableArgs) pulumi.Map {
	if a.Primary == nil || a.Exists {
		return pulumi.Map{}
	}
	replicates := pulumi.Map{"hashKey": declared.HashKey, "billingMode": declared.BillingMode, "attributes": declared.Attributes}
	if declared.RangeKey != nil {
		replicates["rangeKey"] = declared.RangeKey
	}
	if declared.GlobalSecondaryIndexes != nil {
		replicates["globalSecondaryIndexes"] = declared.GlobalSecondaryIndexes
	}
	return pulumi.Map{"replicates": replicates}
}

// replicaNotes are what of a replica's settings DynamoDB does not take.
func replicaNotes(c settings.TableConfig) []string {
	if c.PointInTimeRecovery && c.RecoveryDays != 35 {
		return []string{fmt.Sprintf("recoveryPeriodInDays is %d, but a replica can be restored to any second of the last 35 days", c.RecoveryDays)}
	}
	return nil
}
