package provider

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readByProgram asks as the engine does for a resource that the program reads: what it expects is inputs and state.
func (h *harness) readByProgram(name, id string, expected props) (*pulumirpc.ReadResponse, error) {
	h.Helper()
	return h.client.Read(context.Background(), &pulumirpc.ReadRequest{
		Urn: urnOf(tableType, name), Id: id, Inputs: h.pack(expected), Properties: h.pack(expected),
	})
}

// TestATableOfAnotherProgramStandsHereAsItIsExpected: made when it is read first, found after, and gone when it is gone.
func TestATableOfAnotherProgramStandsHereAsItIsExpected(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	name := h.uniquely("crm")
	expected := props{
		"name": name, "hashKey": "id", "billingMode": "PAY_PER_REQUEST", "attributes": []any{props{"name": "id", "type": "S"}},
		"streamEnabled": true, "streamViewType": "NEW_AND_OLD_IMAGES", "pointInTimeRecovery": props{"enabled": true},
	}
	first, err := h.readByProgram("t", name, expected)
	require.NoError(t, err)
	made := h.unpack(first.GetProperties())
	assert.Equal(t, name, first.GetId())
	assert.Equal(t, props{"enabled": true, "recoveryPeriodInDays": 35.0}, made["pointInTimeRecovery"])
	assert.Contains(t, made["streamArn"], ":table/"+name+"/stream/")
	_, err = h.database().DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: aws.String(name)})
	require.NoError(t, err, "the database has it")

	second, err := h.readByProgram("t", name, with(expected, props{"hashKey": "email"}))
	require.NoError(t, err)
	assert.Equal(t, made["streamArn"], h.unpack(second.GetProperties())["streamArn"], "it is found, not made again")
	assert.Equal(t, "id", h.unpack(second.GetProperties())["hashKey"], "what there is takes the place of what is expected")

	refreshed, err := h.client.Read(context.Background(), &pulumirpc.ReadRequest{Urn: urnOf(tableType, "t"), Id: name + "-2", Inputs: h.pack(expected), Properties: second.GetProperties()})
	require.NoError(t, err)
	assert.Empty(t, refreshed.GetId(), "a refresh makes nothing")
}
