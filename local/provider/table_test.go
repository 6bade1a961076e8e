package provider

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/provider/tables"
)

// database is a client of the tests' own.
func (l *harness) database() *dynamodb.Client {
	l.Helper()
	client, err := (&tables.Clients{Endpoint: l.provider.options.DynamoDBEndpoint}).Client("us-east-1")
	require.NoError(l, err)
	return client
}

// indexed is a table with both kinds of index.
func (l *harness) indexed() props {
	return props{
		"name": l.uniquely("movies"), "hashKey": "name", "rangeKey": "year", "billingMode": "PAY_PER_REQUEST",
		"attributes": []any{
			props{"name": "name", "type": "S"}, props{"name": "year", "type": "N"}, props{"name": "studio", "type": "S"}, props{"name": "rating", "type": "N"},
		},
		"globalSecondaryIndexes": []any{
			props{"name": "by-studio", "hashKey": "studio", "projectionType": "INCLUDE", "nonKeyAttributes": []any{"title", "length"}},
		},
		"localSecondaryIndexes": []any{props{"name": "by-rating", "rangeKey": "rating", "projectionType": "KEYS_ONLY"}},
	}
}

func TestTableWithIndexes(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	in := l.indexed()
	r := l.create(tableType, "t", in)
	out := r.outputs()
	assert.Equal(t, []any{props{"name": "by-studio", "hashKey": "studio", "projectionType": "INCLUDE", "nonKeyAttributes": []any{"title", "length"}, "readCapacity": 0.0, "writeCapacity": 0.0}}, out["globalSecondaryIndexes"])
	assert.Equal(t, []any{props{"name": "by-rating", "rangeKey": "rating", "projectionType": "KEYS_ONLY"}}, out["localSecondaryIndexes"])

	shuffled := with(in, props{
		"attributes":             []any{props{"name": "rating", "type": "N"}, props{"name": "studio", "type": "S"}, props{"name": "year", "type": "N"}, props{"name": "name", "type": "S"}},
		"globalSecondaryIndexes": []any{props{"name": "by-studio", "hashKey": "studio", "projectionType": "INCLUDE", "nonKeyAttributes": []any{"length", "title"}}},
	})
	assert.Empty(t, r.diff(shuffled).GetDetailedDiff(), "the order of sets says nothing")

	planned := r.previewUpdate(in)
	assert.Empty(t, unknownPaths(planned, ""), "what the indexes had stays known")

	d := r.diff(with(in, props{"localSecondaryIndexes": []any{}, "attributes": []any{props{"name": "name", "type": "S"}, props{"name": "year", "type": "N"}, props{"name": "studio", "type": "S"}}}))
	assert.Equal(t, []string{"localSecondaryIndexes"}, d.GetReplaces(), "local indexes are made with the table")
	r.delete()
}

// CP-051: dynalite does not change the indexes of a table; the provider rebuilds it with its items.
func TestTableChangesIndexesAndKeepsItems(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	in := l.indexed()
	r := l.create(tableType, "t", in)
	client := l.database()
	const items = 60
	for i := range items {
		_, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(r.id), Item: map[string]types.AttributeValue{
			"name": &types.AttributeValueMemberS{Value: fmt.Sprintf("movie %d", i)}, "year": &types.AttributeValueMemberN{Value: "2014"},
			"studio": &types.AttributeValueMemberS{Value: "Syncopy"}, "rating": &types.AttributeValueMemberN{Value: "5"},
		}})
		require.NoError(t, err)
	}
	changed := with(in, props{"globalSecondaryIndexes": []any{
		props{"name": "by-studio", "hashKey": "studio", "rangeKey": "year", "projectionType": "ALL"},
		props{"name": "by-year", "hashKey": "year", "projectionType": "KEYS_ONLY"},
	}})
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{
		"globalSecondaryIndexes[0].nonKeyAttributes": remove, "globalSecondaryIndexes[0].projectionType": modify,
		"globalSecondaryIndexes[0].rangeKey": add, "globalSecondaryIndexes[1]": add,
	}, kindsOf(r.diff(changed)))
	r.update(changed)
	assert.Empty(t, r.diff(changed).GetDetailedDiff())

	out, err := client.Query(t.Context(), &dynamodb.QueryInput{
		TableName: aws.String(r.id), IndexName: aws.String("by-year"), KeyConditionExpression: aws.String("#y = :y"),
		ExpressionAttributeNames: map[string]string{"#y": "year"}, ExpressionAttributeValues: map[string]types.AttributeValue{":y": &types.AttributeValueMemberN{Value: "2014"}},
	})
	require.NoError(t, err)
	assert.Equal(t, int32(items), out.Count)
	r.delete()
}

func TestTableCapacity(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	in := with(l.tableInputs(), props{"billingMode": "PROVISIONED", "readCapacity": 1, "writeCapacity": 2})
	r := l.create(tableType, "t", in)
	assert.Equal(t, 2.0, r.outputs()["writeCapacity"])

	more := with(in, props{"readCapacity": 5})
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{"readCapacity": modify}, kindsOf(r.diff(more)))
	r.update(more)
	assert.Equal(t, 5.0, r.outputs()["readCapacity"])

	onDemand := with(l.tableInputs(), nil)
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{"billingMode": modify}, kindsOf(r.diff(onDemand)))
	r.update(onDemand)
	assert.Equal(t, "PAY_PER_REQUEST", r.outputs()["billingMode"])
	assert.Equal(t, 0.0, r.outputs()["readCapacity"])
	require.True(t, r.refresh())
	assert.Empty(t, r.diff(onDemand).GetDetailedDiff())

	r.update(more)
	assert.Equal(t, 5.0, r.outputs()["readCapacity"])
}

func TestTableFeatures(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	in := with(l.tableInputs(), props{
		"deletionProtectionEnabled": true, "streamEnabled": true, "streamViewType": "NEW_AND_OLD_IMAGES", "tableClass": "STANDARD_INFREQUENT_ACCESS",
		"pointInTimeRecovery": props{"enabled": true, "recoveryPeriodInDays": 7}, "ttl": props{"attributeName": "expires", "enabled": true},
		"serverSideEncryption": props{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:000000000000:key/k"},
		"replicas":             []any{props{"regionName": "eu-west-1", "kmsKeyArn": "arn:aws:kms:eu-west-1:000000000000:key/k"}}, "onDemandThroughput": props{"maxReadRequestUnits": 10},
		"tags": props{"team": "movies"},
	})
	planned := l.preview(tableType, "t", in)
	assert.ElementsMatch(t, []string{"arn", "onDemandThroughput.maxWriteRequestUnits", "readCapacity", "replicas[].arn", "replicas[].streamArn",
		"replicas[].streamLabel", "streamArn", "streamLabel", "writeCapacity"}, unknownPaths(planned, ""))
	r := l.create(tableType, "t", in)
	out := r.outputs()
	assert.Equal(t, "arn:aws:dynamodb:us-east-1:000000000000:table/"+r.id+"/stream/2026-11-22T15:04:05.000", out["streamArn"])
	assert.Equal(t, props{"enabled": true, "recoveryPeriodInDays": 7.0}, out["pointInTimeRecovery"])
	assert.Equal(t, props{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:000000000000:key/k"}, out["serverSideEncryption"])
	assert.Empty(t, r.diff(in).GetDetailedDiff())
	require.True(t, r.refresh())
	assert.Equal(t, out, r.outputs())

	require.ErrorContains(t, r.tryDelete(), "deleting DynamoDB Table ("+r.id+"): ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
	open := with(in, props{"deletionProtectionEnabled": false, "streamEnabled": nil, "streamViewType": nil, "replicas": nil, "serverSideEncryption": props{"enabled": false}})
	assert.Equal(t, []string{"streamArn", "streamLabel"}, sorted(unknownPaths(r.previewUpdate(open), "")))
	r.update(open)
	assert.NotContains(t, r.outputs(), "serverSideEncryption", "the key is AWS's own again")
	assert.Empty(t, r.diff(open).GetDetailedDiff())
	r.delete()
	assert.False(t, r.refresh())
}

func TestTableExistsAlready(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	r := l.create(tableType, "t", l.tableInputs())
	assert.Equal(t, "creating DynamoDB Table ("+r.id+"): ResourceInUseException: Table already exists: "+r.id, l.refused(tableType, "again", l.tableInputs()))

	other := openHarness(t, t.TempDir(), databaseEndpoint(t))
	other.configure("us-east-1")
	assert.Contains(t, other.refused(tableType, "t", l.tableInputs()), "ResourceInUseException: Table already exists: "+r.id, "the database has it although the account does not")

	other.create(tableType, "o", with(l.tableInputs(), props{"name": r.id + "-o"}))
	require.NoError(t, tables.Delete(t.Context(), l.database(), r.id))
	assert.False(t, r.refresh(), "the database lost it")
	again := l.create(tableType, "t", l.tableInputs())
	require.True(t, again.refresh())
}

func TestTableNeedsADatabase(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	assert.Contains(t, l.refused(tableType, "t", l.tableInputs()), "no database to create tables in: the provider has no DynamoDB endpoint")

	gone := openHarness(t, t.TempDir(), "http://127.0.0.1:1")
	gone.configure("us-east-1")
	assert.Contains(t, gone.refused(tableType, "t", l.tableInputs()), "connection refused")
}
