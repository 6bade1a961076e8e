package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

// verbs are what API Gateway accepts as a method. https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
var verbs = []string{"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

func apiMethod() *Type {
	return &Type{
		Token: "aws:apigateway/method:Method", Label: "API Gateway Method", Subject: "httpMethod", ImportShape: "REST-API-ID/RESOURCE-ID/HTTP-METHOD",
		facts: facts{
			"apiKeyRequired":      {defaultsTo(false)},
			"authorization":       {among("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")},
			"authorizationScopes": {unordered},
			"httpMethod":          {replaces, among(verbs...)},
			"resourceId":          {replaces},
			"restApi":             {replaces},
		},
		Calls: of(calls[apigateway.Method]{in: controlplane.Methods, path: "restApi/resourceId/httpMethod"}),
	}
}
