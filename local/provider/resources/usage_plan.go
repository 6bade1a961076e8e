package resources

import (
	"context"
	"fmt"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func usagePlan() *Type {
	return &Type{
		Token: "aws:apigateway/usagePlan:UsagePlan", Label: "API Gateway Usage Plan", Subject: "name", ImportShape: "USAGE-PLAN-ID",
		facts: facts{
			"apiStages":                      {unordered},
			"apiStages.throttles":            {unordered},
			"apiStages.throttles.burstLimit": {defaultsTo(0.0)},
			"apiStages.throttles.rateLimit":  {defaultsTo(0.0)},
			"name":                           {autonamed(255, nil)},
			"quotaSettings.offset":           {defaultsTo(0.0)},
			"quotaSettings.period":           {among("DAY", "WEEK", "MONTH")},
			"throttleSettings.burstLimit":    {defaultsTo(0.0)},
			"throttleSettings.rateLimit":     {defaultsTo(0.0)},
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
