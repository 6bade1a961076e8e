package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func integrationResponse() *Type {
	return &Type{
		Token: "aws:apigateway/integrationResponse:IntegrationResponse", Label: "API Gateway Integration Response", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE",
		Facts: schema.Facts{
			"contentHandling": {schema.Among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")},
			"httpMethod":      {schema.Replaces, schema.Among(verbs...)},
			"resourceId":      {schema.Replaces},
			"restApi":         {schema.Replaces},
			"statusCode":      {schema.Replaces, schema.Check(statusCode)},
		},
		Calls: of(calls[apigateway.IntegrationResponse]{in: controlplane.IntegrationResponses, path: "restApi/resourceId/httpMethod/statusCode"}),
	}
}
