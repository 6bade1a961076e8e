package infra

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

func deployShop(t *testing.T, config map[string]string) *infratest.Recording {
	t.Helper()
	return infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config})
}

func TestProvisionedTablesAndIndexesScale(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{
		"lambdaless:billingMode": "PROVISIONED", "lambdaless:readCapacity": "3", "lambdaless:maxReadCapacity": "30", "lambdaless:targetUtilization": "50",
	})
	bounds := map[string][2]float64{}
	for _, target := range r.OfType("appautoscaling/target:Target") {
		inputs := target.Inputs.Mappable()
		bounds[target.Text("resourceId")+" "+target.Text("scalableDimension")] = [2]float64{inputs["minCapacity"].(float64), inputs["maxCapacity"].(float64)}
	}
	const orders, customers = "table/lambdaless-test-orders", "table/lambdaless-test-customers"
	assert.Equal(t, map[string][2]float64{
		orders + " dynamodb:table:ReadCapacityUnits":                    {3, 30},
		orders + " dynamodb:table:WriteCapacityUnits":                   {5, 100},
		orders + "/index/by-customer dynamodb:index:ReadCapacityUnits":  {3, 30},
		orders + "/index/by-customer dynamodb:index:WriteCapacityUnits": {5, 100},
		customers + " dynamodb:table:ReadCapacityUnits":                 {3, 30},
		customers + " dynamodb:table:WriteCapacityUnits":                {5, 100},
	}, bounds)
	policies := r.OfType("appautoscaling/policy:Policy")
	require.Len(t, policies, len(bounds))
	for _, policy := range policies {
		assert.Contains(t, bounds, policy.Text("resourceId")+" "+policy.Text("scalableDimension"))
		assert.Equal(t, "TargetTrackingScaling", policy.Text("policyType"))
		tracking := policy.Inputs["targetTrackingScalingPolicyConfiguration"].ObjectValue().Mappable()
		assert.InDelta(t, 50, tracking["targetValue"], 0)
	}
	policy := r.One(t, "appautoscaling/policy:Policy", "shop-orders-by-customer-reads-policy")
	assert.Equal(t, "DynamoDBReadCapacityUtilization:"+orders+"/index/by-customer", policy.Text("name"))
}

func TestWhatDoesNotScale(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]map[string]string{
		"on demand": {"lambdaless:maxReadCapacity": "30"},
		"fixed": {
			"lambdaless:billingMode": "PROVISIONED", "lambdaless:readCapacity": "3", "lambdaless:maxReadCapacity": "3",
			"lambdaless:writeCapacity": "200", "lambdaless:maxWriteCapacity": "200",
		},
		"a least above the default of the most": {"lambdaless:billingMode": "PROVISIONED", "lambdaless:readCapacity": "300", "lambdaless:writeCapacity": "200"},
	} {
		assert.Empty(t, deployShop(t, config).OfType("appautoscaling"), name)
	}
}
