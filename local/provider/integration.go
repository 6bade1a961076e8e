package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func integration() *resourceType {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD"
	return &resourceType{
		token: "aws:apigateway/integration:Integration", label: "API Gateway Integration", subject: "httpMethod", importShape: shape,
		deleteBeforeReplace: true, // a method has one integration
		properties: []property{
			set("cacheKeyParameters", text("")),
			text("cacheNamespace").orComputed(),
			text("connectionId"),
			text("connectionType").or("INTERNET").among("INTERNET", "VPC_LINK"),
			text("contentHandling").among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT"),
			text("credentials").replacing(),
			text("httpMethod").need().replacing().among(verbs...),
			text("integrationHttpMethod").replacing().among(verbs...),
			text("passthroughBehavior").orComputed().replacing().among("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"),
			dict("requestParameters", text("")),
			dict("requestTemplates", text("")),
			text("resourceId").need().replacing(),
			restAPIRef(),
			integer("timeoutMilliseconds").or(29000.0).with(between(50, 300000)),
			object("tlsConfig", boolean("insecureSkipVerification")),
			text("type").need().replacing().among("HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"),
			text("uri"),
		},
		calls: of(calls[apigateway.Integration]{
			create: func(_ context.Context, c cloud, in apigateway.Integration) (apigateway.Integration, error) {
				return c.PutIntegration(in)
			},
			read: func(_ context.Context, c cloud, i apigateway.Integration) (apigateway.Integration, error) {
				return c.Integration(i.RestAPIID, i.ResourceID, i.HTTPMethod)
			},
			update: func(_ context.Context, c cloud, in apigateway.Integration) (apigateway.Integration, error) {
				return c.UpdateIntegration(in)
			},
			remove: func(_ context.Context, c cloud, i apigateway.Integration) error {
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
