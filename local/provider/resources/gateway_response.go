package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func gatewayResponse() *Type {
	return &Type{
		Token: "aws:apigateway/response:Response", Label: "API Gateway Gateway Response", Subject: "responseType", ImportShape: "REST-API-ID/RESPONSE-TYPE",
		facts: facts{
			"responseType": {replaces},
			"restApiId":    {replaces},
			"statusCode":   {check(statusCode)},
		},
		Calls: of(calls[apigateway.GatewayResponse]{in: controlplane.GatewayResponses, path: "restApiId/responseType"}),
	}
}
