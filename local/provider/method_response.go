package provider

import (
	"context"

	"lambdaless/local/apigateway"
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
		calls: of(calls[apigateway.MethodResponse]{
			create: func(_ context.Context, c cloud, in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
				return c.PutMethodResponse(in)
			},
			read: func(_ context.Context, c cloud, r apigateway.MethodResponse) (apigateway.MethodResponse, error) {
				return c.MethodResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			update: func(_ context.Context, c cloud, in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
				return c.UpdateMethodResponse(in)
			},
			remove: func(_ context.Context, c cloud, r apigateway.MethodResponse) error {
				return c.DeleteMethodResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			id: func(r apigateway.MethodResponse) string { return r.ID },
			parse: func(id string) (apigateway.MethodResponse, error) {
				p, err := parts(id, 4, shape)
				if err != nil {
					return apigateway.MethodResponse{}, err
				}
				return apigateway.MethodResponse{RestAPIID: p[0], ResourceID: p[1], HTTPMethod: p[2], StatusCode: p[3]}, nil
			},
		}),
	}
}
