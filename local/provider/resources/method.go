package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// verbs are what API Gateway accepts as a method. https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
var verbs = []string{"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

func apiMethod() *Type {
	return &Type{
		Token: "aws:apigateway/method:Method", Label: "API Gateway Method", Subject: "httpMethod", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD",
		Facts: schema.Facts{
			"apiKeyRequired":      {schema.Default(false)},
			"authorization":       {schema.Among("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")},
			"authorizationScopes": {schema.Unordered},
			"httpMethod":          {schema.Replaces, schema.Among(verbs...)},
			"resourceId":          {schema.Replaces},
			"restApi":             {schema.Replaces},
		},
		Calls: of(calls[apigateway.Method]{in: controlplane.Methods, path: "restApi/resourceId/httpMethod"}),
	}
}

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
