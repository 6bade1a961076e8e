package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func usagePlan() *resourceType {
	return &resourceType{
		token: "aws:apigateway/usagePlan:UsagePlan", label: "API Gateway Usage Plan", subject: "name", importShape: "USAGE-PLAN-ID",
		properties: append([]property{
			set("apiStages", object("",
				text("apiId").need(),
				text("stage").need(),
				set("throttles", object("",
					integer("burstLimit").or(0.0),
					text("path").need(),
					number("rateLimit").or(0.0),
				)),
			)),
			text("arn").out(),
			text("description"),
			text("name").autonamed(255, nil),
			text("productCode"),
			object("quotaSettings",
				integer("limit").need(),
				integer("offset").or(0.0),
				text("period").need().among("DAY", "WEEK", "MONTH"),
			),
			object("throttleSettings",
				integer("burstLimit").or(0.0),
				number("rateLimit").or(0.0),
			),
		}, tags()...),
		calls: of(calls[apigateway.UsagePlan]{
			create: func(_ context.Context, c cloud, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.CreateUsagePlan(in)
			},
			read: func(_ context.Context, c cloud, p apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.UsagePlan(p.ID)
			},
			update: func(_ context.Context, c cloud, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
				return c.UpdateUsagePlan(in)
			},
			remove: func(_ context.Context, c cloud, p apigateway.UsagePlan) error { return c.DeleteUsagePlan(p.ID) },
			id:     func(p apigateway.UsagePlan) string { return p.ID },
			parse:  func(id string) (apigateway.UsagePlan, error) { return apigateway.UsagePlan{ID: id}, nil },
		}),
	}
}
