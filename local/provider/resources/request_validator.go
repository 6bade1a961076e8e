package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func requestValidator() *Type {
	return &Type{
		Token: "aws:apigateway/requestValidator:RequestValidator", Label: "API Gateway Request Validator", Subject: "name", ImportShape: "REST-API-ID/REQUEST-VALIDATOR-ID",
		facts: facts{
			"name":                      {autonamed(255, nil)},
			"restApi":                   {replaces},
			"validateRequestBody":       {defaultsTo(false)},
			"validateRequestParameters": {defaultsTo(false)},
		},
		Calls: of(calls[apigateway.RequestValidator]{in: controlplane.RequestValidators, path: "restApi/id"}),
	}
}
