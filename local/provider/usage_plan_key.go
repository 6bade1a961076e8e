package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func usagePlanKey() *resourceType {
	const shape = "USAGE-PLAN-ID/USAGE-PLAN-KEY-ID"
	return &resourceType{
		token: "aws:apigateway/usagePlanKey:UsagePlanKey", label: "API Gateway Usage Plan Key", subject: "keyId", importShape: shape,
		properties: []property{
			text("keyId").need().replacing(),
			text("keyType").need().replacing().among("API_KEY"),
			text("name").out(),
			text("usagePlanId").need().replacing(),
			text("value").out(),
		},
		calls: of(calls[apigateway.UsagePlanKey]{
			create: func(_ context.Context, c cloud, in apigateway.UsagePlanKey) (apigateway.UsagePlanKey, error) {
				return c.CreateUsagePlanKey(in)
			},
			read: func(_ context.Context, c cloud, k apigateway.UsagePlanKey) (apigateway.UsagePlanKey, error) {
				return c.UsagePlanKey(k.UsagePlanID, k.KeyID)
			},
			remove: func(_ context.Context, c cloud, k apigateway.UsagePlanKey) error {
				return c.DeleteUsagePlanKey(k.UsagePlanID, k.KeyID)
			},
			id: func(k apigateway.UsagePlanKey) string { return k.ID },
			parse: func(id string) (apigateway.UsagePlanKey, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.UsagePlanKey{}, err
				}
				return apigateway.UsagePlanKey{UsagePlanID: p[0], KeyID: p[1]}, nil
			},
		}),
	}
}
