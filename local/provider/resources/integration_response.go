package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func integrationResponse() *Type {
	return &Type{
		Token: "aws:apigateway/integrationResponse:IntegrationResponse", Label: "API Gateway Integration Response", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE",
		facts: facts{
			"contentHandling": {among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")},
			"httpMethod":      {replaces, among(verbs...)},
			"resourceId":      {replaces},
			"restApi":         {replaces},
			"statusCode":      {replaces, check(statusCode)},
		},
		Calls: of(calls[apigateway.IntegrationResponse]{in: controlplane.IntegrationResponses, path: "restApi/resourceId/httpMethod/statusCode"}),
	}
}
