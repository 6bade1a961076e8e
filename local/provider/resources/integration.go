package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func integration() *Type {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD"
	return &Type{
		Token: "aws:apigateway/integration:Integration", Label: "API Gateway Integration", Subject: "httpMethod", ImportShape: shape,
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
		Calls: of(calls[apigateway.Integration]{
			create: func(_ context.Context, c Cloud, in apigateway.Integration) (apigateway.Integration, error) {
				return c.PutIntegration(in)
			},
			read: func(_ context.Context, c Cloud, i apigateway.Integration) (apigateway.Integration, error) {
				return c.Integration(i.RestAPIID, i.ResourceID, i.HTTPMethod)
			},
			update: func(_ context.Context, c Cloud, in apigateway.Integration) (apigateway.Integration, error) {
				return c.UpdateIntegration(in)
			},
			remove: func(_ context.Context, c Cloud, i apigateway.Integration) error {
				return c.DeleteIntegration(i.RestAPIID, i.ResourceID, i.HTTPMethod)
			},
			id: func(i apigateway.Integration) string { return i.ID },
			parse: func(id string) (apigateway.Integration, error) {
				p, err := parts(id, 3, shape)
				if err != nil {
					return apigateway.Integration{}, err
				}
				return apigateway.Integration{RestAPIID: p[0], ResourceID: p[1], HTTPMethod: p[2]}, nil
			},
		}),
	}
}
