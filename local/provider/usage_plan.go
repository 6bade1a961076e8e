package provider

import (
	"context"

	"lambdaless/local/controlplane"
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
		calls: of(calls[controlplane.UsagePlan]{
			create: func(_ context.Context, c cloud, in controlplane.UsagePlan) (controlplane.UsagePlan, error) {
				return c.CreateUsagePlan(in)
			},
			read: func(_ context.Context, c cloud, p controlplane.UsagePlan) (controlplane.UsagePlan, error) {
				return c.UsagePlan(p.ID)
			},
			update: func(_ context.Context, c cloud, in controlplane.UsagePlan) (controlplane.UsagePlan, error) {
				return c.UpdateUsagePlan(in)
			},
			remove: func(_ context.Context, c cloud, p controlplane.UsagePlan) error { return c.DeleteUsagePlan(p.ID) },
			id:     func(p controlplane.UsagePlan) string { return p.ID },
			parse:  func(id string) (controlplane.UsagePlan, error) { return controlplane.UsagePlan{ID: id}, nil },
		}),
	}
}
