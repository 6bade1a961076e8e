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
