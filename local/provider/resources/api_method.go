package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

// verbs are what API Gateway accepts as a method. https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
var verbs = []string{"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

func apiMethod() *Type {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD"
	return &Type{
		Token: "aws:apigateway/method:Method", Label: "API Gateway Method", Subject: "httpMethod", ImportShape: shape,
		facts: facts{
			"apiKeyRequired":      {defaultsTo(false)},
			"authorization":       {among("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")},
			"authorizationScopes": {unordered},
			"httpMethod":          {replaces, among(verbs...)},
			"resourceId":          {replaces},
			"restApi":             {replaces},
		},
		Calls: of(calls[apigateway.Method]{
			create: func(_ context.Context, c Cloud, in apigateway.Method) (apigateway.Method, error) {
				return c.PutMethod(in)
			},
			read: func(_ context.Context, c Cloud, m apigateway.Method) (apigateway.Method, error) {
				return c.Method(m.RestAPIID, m.ResourceID, m.HTTPMethod)
			},
			update: func(_ context.Context, c Cloud, in apigateway.Method) (apigateway.Method, error) {
				return c.UpdateMethod(in)
			},
			remove: func(_ context.Context, c Cloud, m apigateway.Method) error {
				return c.DeleteMethod(m.RestAPIID, m.ResourceID, m.HTTPMethod)
			},
			id: func(m apigateway.Method) string { return m.ID },
			parse: func(id string) (apigateway.Method, error) {
				p, err := parts(id, 3, shape)
				if err != nil {
					return apigateway.Method{}, err
				}
				return apigateway.Method{RestAPIID: p[0], ResourceID: p[1], HTTPMethod: p[2]}, nil
			},
		}),
	}
}
