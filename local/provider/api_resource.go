package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func apiResource() *resourceType {
	const shape = "REST-API-ID/RESOURCE-ID"
	return &resourceType{
		token: "aws:apigateway/resource:Resource", label: "API Gateway Resource", subject: "pathPart", importShape: shape,
		properties: []property{
			text("parentId").need(),
			text("path").out().renewedBy("parentId", "pathPart"),
			text("pathPart").need(),
			restAPIRef(),
		},
		calls: of(calls[apigateway.Resource]{
			create: func(_ context.Context, c cloud, in apigateway.Resource) (apigateway.Resource, error) {
				return c.CreateResource(in)
			},
			read: func(_ context.Context, c cloud, r apigateway.Resource) (apigateway.Resource, error) {
				return c.Resource(r.RestAPIID, r.ID)
			},
			update: func(_ context.Context, c cloud, in apigateway.Resource) (apigateway.Resource, error) {
				return c.UpdateResource(in)
			},
			remove: func(_ context.Context, c cloud, r apigateway.Resource) error {
				return c.DeleteResource(r.RestAPIID, r.ID)
			},
			id: func(r apigateway.Resource) string { return r.ID },
			parse: func(id string) (apigateway.Resource, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.Resource{}, err
				}
				return apigateway.Resource{RestAPIID: p[0], ID: p[1]}, nil
			},
		}),
	}
}
