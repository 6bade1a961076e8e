package provider

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/controlplane"
)

const replicaType = "aws:dynamodb/tableReplica:TableReplica"

// in is the same account, by a provider in another region.
func (l *harness) in(region string) *harness {
	l.Helper()
	other := *l
	other.client = l.connect()
	other.configure(region)
	return &other
}

func streamed(l *harness) props {
	return with(l.tableInputs(), props{"streamEnabled": true, "streamViewType": "NEW_AND_OLD_IMAGES"})
}

func arnOf(region, name string) string {
	return "arn:aws:dynamodb:" + region + ":000000000000:table/" + name
}

func TestAReplicaIsTheTableInAnotherRegion(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	table := l.create(tableType, "t", streamed(l))
	eu := l.in("eu-west-1")
	in := props{"globalTableArn": arnOf("us-east-1", table.id), "pointInTimeRecovery": true, "deletionProtectionEnabled": true, "tags": props{"team": "movies"}}
	replica := eu.create(replicaType, "r", in)
	assert.Equal(t, table.id+":us-east-1", replica.id)
	assert.Equal(t, arnOf("eu-west-1", table.id), replica.outputs()["arn"])
	assert.Empty(t, replica.outputs()["kmsKeyArn"], "the key is AWS's own")
	assert.Empty(t, replica.diff(in).GetDetailedDiff())
	require.True(t, replica.refresh())
	assert.Empty(t, replica.diff(in).GetDetailedDiff())

	tables, err := l.account.Tables()
	require.NoError(t, err)
	require.Len(t, tables, 2)
	seen := tables[0]
	assert.Equal(t, arnOf("eu-west-1", table.id), seen.ARN)
	assert.Equal(t, "name", seen.HashKey, "keys are the table's")
	assert.Equal(t, &controlplane.PointInTimeRecovery{Enabled: true, RecoveryPeriodInDays: 35}, seen.PointInTimeRecovery)
	assert.Equal(t, seen.ARN+"/stream/"+tables[1].StreamLabel, seen.StreamARN)

	// What a program looks up in the region is the replica.
	found, err := functions["aws:dynamodb/getTable:getTable"].run(l.account.In("eu-west-1"), map[string]any{"name": table.id})
	require.NoError(t, err)
	assert.Equal(t, seen.StreamARN, found["streamArn"])

	assert.Contains(t, eu.refused(tableType, "t", l.tableInputs()), "Table already exists")
	require.ErrorContains(t, table.tryDelete(), "it has acted as a source region for new replica(s)")
	require.ErrorContains(t, table.tryUpdate(l.tableInputs()), "cannot be switched off while the table has replicas")
	require.ErrorContains(t, replica.tryDelete(), "protected against deletion")
	replica.update(with(in, props{"deletionProtectionEnabled": false, "pointInTimeRecovery": false}))
	replica.delete()
	assert.False(t, replica.refresh())
	require.True(t, table.refresh(), "the table and its items stay")
	table.delete()
}

// GW-201: what DynamoDB refuses of a replica.
func TestReplicasThatAreRefused(t *testing.T) {
	t.Parallel()
	const euKey, usKey = "arn:aws:kms:eu-west-1:000000000000:key/k", "arn:aws:kms:us-east-1:000000000000:key/k"
	for name, test := range map[string]struct {
		table   props // changes
		replica props
		region  string
		want    string
	}{
		"in the table's region":               {nil, nil, "us-east-1", "Cannot add, delete, or update the local region through ReplicaUpdates."},
		"of no stream":                        {props{"streamEnabled": nil, "streamViewType": nil}, nil, "eu-west-1", "needs a stream of NEW_AND_OLD_IMAGES"},
		"of a stream of new images":           {props{"streamViewType": "NEW_IMAGE"}, nil, "eu-west-1", "needs a stream of NEW_AND_OLD_IMAGES"},
		"of fixed capacity":                   {props{"billingMode": "PROVISIONED", "readCapacity": 1, "writeCapacity": 1}, nil, "eu-west-1", "Pay-Per-Request or AutoScaled"},
		"of no table":                         {nil, props{"globalTableArn": arnOf("us-east-1", "none")}, "eu-west-1", "Table: none not found"},
		"of no ARN of a table":                {nil, props{"globalTableArn": "arn:aws:sqs:us-east-1:000000000000:none"}, "eu-west-1", "is not the ARN of a table"},
		"under a key, and the table is not":   {nil, props{"kmsKeyArn": euKey}, "eu-west-1", "must both be encrypted with a customer managed key"},
		"under AWS's key, and the table not":  {props{"serverSideEncryption": props{"enabled": true, "kmsKeyArn": usKey}}, nil, "eu-west-1", "must both be encrypted with a customer managed key"},
		"under the key of the table's region": {props{"serverSideEncryption": props{"enabled": true, "kmsKeyArn": usKey}}, props{"kmsKeyArn": usKey}, "eu-west-1", "is not in eu-west-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newHarness(t)
			table := l.create(tableType, "t", with(streamed(l), test.table))
			in := with(props{"globalTableArn": arnOf("us-east-1", table.id)}, test.replica)
			assert.Contains(t, l.in(test.region).refused(replicaType, "r", in), test.want)
			table.delete()
		})
	}
}

func TestAReplicaIsThereOnce(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	in := with(streamed(l), props{"billingMode": "PROVISIONED", "readCapacity": 1, "writeCapacity": 1})
	table := l.create(tableType, "t", in)
	l.create("aws:appautoscaling/target:Target", "w", props{
		"serviceNamespace": "dynamodb", "resourceId": "table/" + table.id, "scalableDimension": "dynamodb:table:WriteCapacityUnits", "minCapacity": 1, "maxCapacity": 9,
	})
	eu := l.in("eu-west-1")
	replica := eu.create(replicaType, "r", props{"globalTableArn": arnOf("us-east-1", table.id)})
	assert.Contains(t, eu.refused(replicaType, "again", props{"globalTableArn": arnOf("us-east-1", table.id)}), "one or more replicas already existed as tables")
	replica.delete()
	table.delete()
}

func TestReplicasAsPropertiesOfATable(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	in := with(streamed(l), props{"replicas": []any{props{"regionName": "eu-west-1", "pointInTimeRecovery": true}}})
	table := l.create(tableType, "t", in)
	assert.Empty(t, table.diff(in).GetDetailedDiff())
	tables, err := l.account.Tables()
	require.NoError(t, err)
	require.Len(t, tables, 2)
	assert.Equal(t, "eu-west-1", tables[0].Region)
	assert.Contains(t, l.refused(tableType, "u", with(in, props{"name": table.id + "-2", "replicas": []any{props{"regionName": "us-east-1"}}})), "local region")
	table.delete()
}

// A program looks up a replica's stream by the replica's own ARN. At a preview of a new stack the ARN is unknown, so that
// the engine does not look: there is nothing to be found yet. Other tables' ARNs are foretold.
func TestAPreviewDoesNotForetellAReplica(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.provider = New(l.account, Options{PreviewOnly: true})
	var err error
	l.port, err = l.provider.Serve(t.Context())
	require.NoError(t, err)
	eu := l.in("eu-west-1")
	table := streamed(eu)
	assert.Equal(t, arnOf("eu-west-1", table["name"].(string)), eu.preview(tableType, "t", table)["arn"])
	replica := eu.preview(replicaType, "r", props{"globalTableArn": arnOf("us-east-1", table["name"].(string))})
	assert.Equal(t, computedLater, replica["arn"])
	_, err = eu.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "aws:dynamodb/getTable:getTable", Args: eu.pack(props{"name": table["name"]})})
	require.ErrorContains(t, err, "not found", "what a known ARN would lead to")
}
