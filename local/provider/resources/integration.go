package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func integration() *Type {
	return &Type{
		Token: "aws:apigateway/integration:Integration", Label: "API Gateway Integration", Subject: "httpMethod", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD",
		DeleteBeforeReplace: true, // a method has one integration
		Facts: schema.Facts{
			"cacheKeyParameters":    {schema.Unordered},
			"connectionType":        {schema.Default("INTERNET"), schema.Among("INTERNET", "VPC_LINK")},
			"contentHandling":       {schema.Among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")},
			"credentials":           {schema.Replaces},
			"httpMethod":            {schema.Replaces, schema.Among(verbs...)},
			"integrationHttpMethod": {schema.Replaces, schema.Among(verbs...)},
			"passthroughBehavior":   {schema.Replaces, schema.Among("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")},
			"resourceId":            {schema.Replaces},
			"restApi":               {schema.Replaces},
			"timeoutMilliseconds":   {schema.Default(29000.0), schema.Check(Between(50, 300000))},
			"type":                  {schema.Replaces, schema.Among("HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY")},
		},
		Calls: of(calls[apigateway.Integration]{in: controlplane.Integrations, path: "restApi/resourceId/httpMethod"}),
	}
}
