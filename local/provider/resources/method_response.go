package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func methodResponse() *Type {
	return &Type{
		Token: "aws:apigateway/methodResponse:MethodResponse", Label: "API Gateway Method Response", Subject: "statusCode", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE",
		facts: facts{
			"httpMethod": {replaces, among(verbs...)},
			"resourceId": {replaces},
			"restApi":    {replaces},
			"statusCode": {replaces, check(statusCode)},
		},
		Calls: of(calls[apigateway.MethodResponse]{in: controlplane.MethodResponses, path: "restApi/resourceId/httpMethod/statusCode"}),
	}
}
