package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func integration() *Type {
	return &Type{
		Token: "aws:apigateway/integration:Integration", Label: "API Gateway Integration", Subject: "httpMethod", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD",
		DeleteBeforeReplace: true, // a method has one integration
		facts: facts{
			"cacheKeyParameters":    {unordered},
			"connectionType":        {defaultsTo("INTERNET"), among("INTERNET", "VPC_LINK")},
			"contentHandling":       {among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")},
			"credentials":           {replaces},
			"httpMethod":            {replaces, among(verbs...)},
			"integrationHttpMethod": {replaces, among(verbs...)},
			"passthroughBehavior":   {replaces, among("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")},
			"resourceId":            {replaces},
			"restApi":               {replaces},
			"timeoutMilliseconds":   {defaultsTo(29000.0), check(between(50, 300000))},
			"type":                  {replaces, among("HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY")},
		},
		Calls: of(calls[apigateway.Integration]{in: controlplane.Integrations, path: "restApi/resourceId/httpMethod"}),
	}
}
