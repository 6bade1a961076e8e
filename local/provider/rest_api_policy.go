package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

func restAPIPolicy() *resourceType {
	return &resourceType{
		token: "aws:apigateway/restApiPolicy:RestApiPolicy", label: "API Gateway REST API Policy", subject: "restApiId", importShape: "REST-API-ID",
		properties: []property{
			document("policy").need(),
			text("restApiId").need().replacing(),
		},
		calls: of(calls[controlplane.RestAPIPolicy]{
			create: func(_ context.Context, c cloud, in controlplane.RestAPIPolicy) (controlplane.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			read: func(_ context.Context, c cloud, p controlplane.RestAPIPolicy) (controlplane.RestAPIPolicy, error) {
				return c.RestAPIPolicy(p.RestAPIID)
			},
			update: func(_ context.Context, c cloud, in controlplane.RestAPIPolicy) (controlplane.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			remove: func(_ context.Context, c cloud, p controlplane.RestAPIPolicy) error {
				return c.DeleteRestAPIPolicy(p.RestAPIID)
			},
			id: func(p controlplane.RestAPIPolicy) string { return p.RestAPIID },
			parse: func(id string) (controlplane.RestAPIPolicy, error) {
				return controlplane.RestAPIPolicy{ID: id, RestAPIID: id}, nil
			},
		}),
	}
}
