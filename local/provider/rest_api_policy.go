package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func restAPIPolicy() *resourceType {
	return &resourceType{
		token: "aws:apigateway/restApiPolicy:RestApiPolicy", label: "API Gateway REST API Policy", subject: "restApiId", importShape: "REST-API-ID",
		properties: []property{
			document("policy").need(),
			text("restApiId").need().replacing(),
		},
		calls: of(calls[apigateway.RestAPIPolicy]{
			create: func(_ context.Context, c cloud, in apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			read: func(_ context.Context, c cloud, p apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
				return c.RestAPIPolicy(p.RestAPIID)
			},
			update: func(_ context.Context, c cloud, in apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			remove: func(_ context.Context, c cloud, p apigateway.RestAPIPolicy) error {
				return c.DeleteRestAPIPolicy(p.RestAPIID)
			},
			id: func(p apigateway.RestAPIPolicy) string { return p.RestAPIID },
			parse: func(id string) (apigateway.RestAPIPolicy, error) {
				return apigateway.RestAPIPolicy{ID: id, RestAPIID: id}, nil
			},
		}),
	}
}
