package resources

import (
	"context"
	"fmt"

	"lambdaless/local/apigateway"
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
			create: func(_ context.Context, c Cloud, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.CreateUsagePlan(in)
			},
			read: func(_ context.Context, c Cloud, p apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.UsagePlan(p.ID)
			},
			patch: func(_ context.Context, c Cloud, was, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.UpdateUsagePlan(was, in)
			},
			remove: removeUsagePlan,
			id:     func(p apigateway.UsagePlan) string { return p.ID },
			parse:  func(id string) (apigateway.UsagePlan, error) { return apigateway.UsagePlan{ID: id}, nil },
		}),
	}
}

// removeUsagePlan takes the stages that the state has out of the plan first, as the provider does. One
// that is no longer in the plan fails the deletion until a refresh.
func removeUsagePlan(_ context.Context, c Cloud, p apigateway.UsagePlan) error {
	if _, err := c.UsagePlan(p.ID); err != nil {
		return err
	}
	empty := p
	empty.APIStages = nil
	if _, err := c.UpdateUsagePlan(p, empty); err != nil {
		return fmt.Errorf("removing API Gateway Usage Plan (%s) API stages: %v", p.ID, err)
	}
	return c.DeleteUsagePlan(p.ID)
}
