package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func apiResource() *Type {
	const shape = "REST-API-ID/RESOURCE-ID"
	return &Type{
		Token: "aws:apigateway/resource:Resource", Label: "API Gateway Resource", Subject: "pathPart", ImportShape: shape,
		facts: facts{
			"path":    {renewedBy("parentId", "pathPart")},
			"restApi": {replaces},
		},
		Calls: of(calls[apigateway.Resource]{
			create: func(_ context.Context, c Cloud, in apigateway.Resource) (apigateway.Resource, error) {
				return c.CreateResource(in)
			},
			read: func(_ context.Context, c Cloud, r apigateway.Resource) (apigateway.Resource, error) {
				return c.Resource(r.RestAPIID, r.ID)
			},
			update: func(_ context.Context, c Cloud, in apigateway.Resource) (apigateway.Resource, error) {
				return c.UpdateResource(in)
			},
			remove: func(_ context.Context, c Cloud, r apigateway.Resource) error {
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
