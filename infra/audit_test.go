package infra

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

func TestTheTrailRecordsTheStacksTablesAlone(t *testing.T) {
	t.Parallel()
	config := map[string]string{"lambdaless:auditTrail": "true", "lambdaless:auditRetentionDays": "30"}
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config, Preview: true})
	trail := r.One(t, "awsx:cloudtrail:Trail", "shop-audit-trail")
	assert.True(t, trail.Inputs["enableLogFileValidation"].BoolValue())
	selectors := trail.Inputs["advancedEventSelectors"].Mappable().([]any)
	require.Len(t, selectors, 1)
	fields := map[string]any{}
	for _, f := range selectors[0].(map[string]any)["fieldSelectors"].([]any) {
		fields[f.(map[string]any)["field"].(string)] = f.(map[string]any)["equals"]
	}
	var tables []any
	for _, table := range r.OfType("dynamodb/table:Table") {
		tables = append(tables, "arn:aws:dynamodb:eu-west-1:123456789012:table/"+table.Text("name"))
	}
	assert.ElementsMatch(t, tables, fields["resources.ARN"])
	delete(fields, "resources.ARN")
	assert.Equal(t, map[string]any{"eventCategory": []any{"Data"}, "resources.type": []any{"AWS::DynamoDB::Table"}}, fields)

	bucket := r.One(t, "bucketV2:BucketV2", "shop-audit-bucket")
	assert.Equal(t, "lambdaless-test-123456789012-eu-west-1-shop-audit", bucket.Text("bucket"))
	assert.NotContains(t, bucket.Inputs, "forceDestroy", "records are not deleted with the stack")
	existing := trail.Inputs["s3Bucket"].Mappable().(map[string]any)["existing"].(map[string]any)
	assert.Equal(t, "arn:aws:s3:::"+bucket.Text("bucket"), existing["arn"], "known at preview")
	for _, blocked := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
		assert.True(t, r.One(t, "bucketPublicAccessBlock:BucketPublicAccessBlock", "shop-audit-bucket-access").Inputs[resource.PropertyKey(blocked)].BoolValue(), blocked)
	}
	rule := r.One(t, "LifecycleConfigurationV2", "shop-audit-bucket-life").Inputs["rules"].Mappable().([]any)[0].(map[string]any)
	assert.InDelta(t, 30, rule["expiration"].(map[string]any)["days"], 0)
	assert.Len(t, trail.Dependencies, 5, "the bucket has its settings before it receives anything")
	assert.Empty(t, deployShop(t, nil).OfType("cloudtrail:Trail"))
}
