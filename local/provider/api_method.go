package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

// verbs are what API Gateway accepts as a method. https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
var verbs = []string{"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

func apiMethod() *resourceType {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD"
	return &resourceType{
		token: "aws:apigateway/method:Method", label: "API Gateway Method", subject: "httpMethod", importShape: shape,
		properties: []property{
			boolean("apiKeyRequired").or(false),
			text("authorization").need().among("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"),
			set("authorizationScopes", text("")),
			text("authorizerId"),
			text("httpMethod").need().replacing().among(verbs...),
			text("operationName"),
			dict("requestModels", text("")),
			dict("requestParameters", boolean("")),
			text("requestValidatorId"),
			text("resourceId").need().replacing(),
			restAPIRef(),
		},
		calls: of(calls[apigateway.Method]{
			create: func(_ context.Context, c cloud, in apigateway.Method) (apigateway.Method, error) {
				return c.PutMethod(in)
			},
			read: func(_ context.Context, c cloud, m apigateway.Method) (apigateway.Method, error) {
				return c.Method(m.RestAPIID, m.ResourceID, m.HTTPMethod)
			},
			update: func(_ context.Context, c cloud, in apigateway.Method) (apigateway.Method, error) {
				return c.UpdateMethod(in)
			},
			remove: func(_ context.Context, c cloud, m apigateway.Method) error {
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
