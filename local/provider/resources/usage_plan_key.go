package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func usagePlanKey() *Type {
	const shape = "USAGE-PLAN-ID/USAGE-PLAN-KEY-ID"
	return &Type{
		Token: "aws:apigateway/usagePlanKey:UsagePlanKey", Label: "API Gateway Usage Plan Key", Subject: "keyId", ImportShape: shape,
		facts: facts{
			"keyId":       {replaces},
			"keyType":     {replaces, among("API_KEY")},
			"usagePlanId": {replaces},
		},
		Calls: of(calls[apigateway.UsagePlanKey]{
			create: func(_ context.Context, c Cloud, in apigateway.UsagePlanKey) (apigateway.UsagePlanKey, error) {
				return c.CreateUsagePlanKey(in)
			},
			read: func(_ context.Context, c Cloud, k apigateway.UsagePlanKey) (apigateway.UsagePlanKey, error) {
				return c.UsagePlanKey(k.UsagePlanID, k.KeyID)
			},
			remove: func(_ context.Context, c Cloud, k apigateway.UsagePlanKey) error {
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
