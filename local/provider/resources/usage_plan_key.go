package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

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
