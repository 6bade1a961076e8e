package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func usagePlanKey() *Type {
	return &Type{
		Token: "aws:apigateway/usagePlanKey:UsagePlanKey", Label: "API Gateway Usage Plan Key", Subject: "keyId", ImportShape: "USAGE-PLAN-ID/USAGE-PLAN-KEY-ID",
		facts: facts{
			"keyId":       {replaces},
			"keyType":     {replaces, among("API_KEY")},
			"usagePlanId": {replaces},
		},
		Calls: of(calls[apigateway.UsagePlanKey]{in: controlplane.UsagePlanKeys, path: "usagePlanId/keyId"}),
	}
}
