package provider

import (
	"context"

	"lambdaless/local/account"
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
		calls: of(calls[account.UsagePlan]{
			create: func(_ context.Context, c cloud, in account.UsagePlan) (account.UsagePlan, error) {
				return c.CreateUsagePlan(in)
			},
			read: func(_ context.Context, c cloud, p account.UsagePlan) (account.UsagePlan, error) {
				return c.UsagePlan(p.ID)
			},
			update: func(_ context.Context, c cloud, in account.UsagePlan) (account.UsagePlan, error) {
				return c.UpdateUsagePlan(in)
			},
			remove: func(_ context.Context, c cloud, p account.UsagePlan) error { return c.DeleteUsagePlan(p.ID) },
			id:     func(p account.UsagePlan) string { return p.ID },
			parse:  func(id string) (account.UsagePlan, error) { return account.UsagePlan{ID: id}, nil },
		}),
	}
}
