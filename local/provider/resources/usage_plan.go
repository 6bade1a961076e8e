package resources

import (
	"context"
	"fmt"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func usagePlan() *Type {
	return &Type{
		Token: "aws:apigateway/usagePlan:UsagePlan", Label: "API Gateway Usage Plan", Subject: "name", ImportShape: "USAGE-PLAN-ID",
		Facts: schema.Facts{
			"apiStages":                      {schema.Unordered},
			"apiStages.throttles":            {schema.Unordered},
			"apiStages.throttles.burstLimit": {schema.Default(0.0)},
			"apiStages.throttles.rateLimit":  {schema.Default(0.0)},
			"name":                           {schema.Autonamed(255, nil)},
			"quotaSettings.offset":           {schema.Default(0.0)},
			"quotaSettings.period":           {schema.Among("DAY", "WEEK", "MONTH")},
			"throttleSettings.burstLimit":    {schema.Default(0.0)},
			"throttleSettings.rateLimit":     {schema.Default(0.0)},
		},
		Calls: of(calls[apigateway.UsagePlan]{
			in: controlplane.UsagePlans,
			update: func(_ context.Context, c Cloud, was, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.PatchUsagePlan(was, in)
			},
			remove: removeUsagePlan,
		}),
	}
}

// removeUsagePlan takes the stages that the state has out of the plan first, as the provider does. One
// that is no longer in the plan fails the deletion until a refresh.
func removeUsagePlan(_ context.Context, c Cloud, p apigateway.UsagePlan) error {
	if _, err := controlplane.UsagePlans.Get(c.Client, p); err != nil {
		return err
	}
	empty := p
	empty.APIStages = nil
	if _, err := c.PatchUsagePlan(p, empty); err != nil {
		return fmt.Errorf("removing API Gateway Usage Plan (%s) API stages: %v", p.ID, err) // not wrapped: what was not found is not the plan
	}
	return controlplane.UsagePlans.Delete(c.Client, p)
}

func usagePlanKey() *Type {
	return &Type{
		Token: "aws:apigateway/usagePlanKey:UsagePlanKey", Label: "API Gateway Usage Plan Key", Subject: "keyId", ImportShape: "USAGE-PLAN-ID/USAGE-PLAN-KEY-ID",
		Facts: schema.Facts{
			"keyId":       {schema.Replaces},
			"keyType":     {schema.Replaces, schema.Among("API_KEY")},
			"usagePlanId": {schema.Replaces},
		},
		Calls: of(calls[apigateway.UsagePlanKey]{in: controlplane.UsagePlanKeys, path: "usagePlanId/keyId"}),
	}
}

func apiKey() *Type {
	return &Type{
		Token: "aws:apigateway/apiKey:ApiKey", Label: "API Gateway API Key", Subject: "name", ImportShape: "API-KEY-ID",
		Facts: schema.Facts{
			"description": {schema.Default("Managed by Pulumi")},
			"enabled":     {schema.Default(true)},
			"name":        {schema.Autonamed(255, nil)},
			"value":       {schema.Replaces, schema.Check(length(20, 128))},
		},
		Calls: of(calls[apigateway.APIKey]{in: controlplane.APIKeys}),
	}
}
