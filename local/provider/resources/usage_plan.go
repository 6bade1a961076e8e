package resources

import (
	"context"

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
			update: func(_ context.Context, c Cloud, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.UpdateUsagePlan(in)
			},
			remove: func(_ context.Context, c Cloud, p apigateway.UsagePlan) error { return c.DeleteUsagePlan(p.ID) },
			id:     func(p apigateway.UsagePlan) string { return p.ID },
			parse:  func(id string) (apigateway.UsagePlan, error) { return apigateway.UsagePlan{ID: id}, nil },
		}),
	}
}
