package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func methodResponse() *Type {
	return &Type{
		Token: "aws:apigateway/methodResponse:MethodResponse", Label: "API Gateway Method Response", Subject: "statusCode", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE",
		Facts: schema.Facts{
			"httpMethod": {schema.Replaces, schema.Among(verbs...)},
			"resourceId": {schema.Replaces},
			"restApi":    {schema.Replaces},
			"statusCode": {schema.Replaces, schema.Check(statusCode)},
		},
		Calls: of(calls[apigateway.MethodResponse]{in: controlplane.MethodResponses, path: "restApi/resourceId/httpMethod/statusCode"}),
	}
}
