package provider

import (
	"context"

	"lambdaless/local/account"
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
		calls: of(calls[account.UsagePlanKey]{
			create: func(_ context.Context, c cloud, in account.UsagePlanKey) (account.UsagePlanKey, error) {
				return c.CreateUsagePlanKey(in)
			},
			read: func(_ context.Context, c cloud, k account.UsagePlanKey) (account.UsagePlanKey, error) {
				return c.UsagePlanKey(k.UsagePlanID, k.KeyID)
			},
			remove: func(_ context.Context, c cloud, k account.UsagePlanKey) error {
				return c.DeleteUsagePlanKey(k.UsagePlanID, k.KeyID)
			},
			id: func(k account.UsagePlanKey) string { return k.ID },
			parse: func(id string) (account.UsagePlanKey, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return account.UsagePlanKey{}, err
				}
				return account.UsagePlanKey{UsagePlanID: p[0], KeyID: p[1]}, nil
			},
		}),
	}
}
