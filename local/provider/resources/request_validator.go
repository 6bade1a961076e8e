package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func requestValidator() *Type {
	return &Type{
		Token: "aws:apigateway/requestValidator:RequestValidator", Label: "API Gateway Request Validator", Subject: "name", ImportShape: "REST-API-ID/REQUEST-VALIDATOR-ID",
		Facts: schema.Facts{
			"name":                      {schema.Autonamed(255, nil)},
			"restApi":                   {schema.Replaces},
			"validateRequestBody":       {schema.Default(false)},
			"validateRequestParameters": {schema.Default(false)},
		},
		Calls: of(calls[apigateway.RequestValidator]{in: controlplane.RequestValidators, path: "restApi/id"}),
	}
}
