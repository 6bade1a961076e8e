package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

func methodResponse() *resourceType {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE"
	return &resourceType{
		token: "aws:apigateway/methodResponse:MethodResponse", label: "API Gateway Method Response", subject: "statusCode", importShape: shape,
		properties: []property{
			text("httpMethod").need().replacing().among(verbs...),
			text("resourceId").need().replacing(),
			dict("responseModels", text("")),
			dict("responseParameters", boolean("")),
			restAPIRef(),
			text("statusCode").need().replacing().with(statusCode),
		},
		calls: of(calls[controlplane.MethodResponse]{
			create: func(_ context.Context, c cloud, in controlplane.MethodResponse) (controlplane.MethodResponse, error) {
				return c.PutMethodResponse(in)
			},
			read: func(_ context.Context, c cloud, r controlplane.MethodResponse) (controlplane.MethodResponse, error) {
				return c.MethodResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			update: func(_ context.Context, c cloud, in controlplane.MethodResponse) (controlplane.MethodResponse, error) {
				return c.UpdateMethodResponse(in)
			},
			remove: func(_ context.Context, c cloud, r controlplane.MethodResponse) error {
				return c.DeleteMethodResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			id: func(r controlplane.MethodResponse) string { return r.ID },
			parse: func(id string) (controlplane.MethodResponse, error) {
				p, err := parts(id, 4, shape)
				if err != nil {
					return controlplane.MethodResponse{}, err
				}
				return controlplane.MethodResponse{RestAPIID: p[0], ResourceID: p[1], HTTPMethod: p[2], StatusCode: p[3]}, nil
			},
		}),
	}
}
