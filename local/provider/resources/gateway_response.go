package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func gatewayResponse() *Type {
	return &Type{
		Token: "aws:apigateway/response:Response", Label: "API Gateway Gateway Response", Subject: "responseType", ImportShape: "REST-API-ID/RESPONSE-TYPE",
		Facts: schema.Facts{
			"responseType": {schema.Replaces},
			"restApiId":    {schema.Replaces},
			"statusCode":   {schema.Check(statusCode)},
		},
		Calls: of(calls[apigateway.GatewayResponse]{in: controlplane.GatewayResponses, path: "restApiId/responseType"}),
	}
}
