package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func integrationResponse() *resourceType {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE"
	return &resourceType{
		token: "aws:apigateway/integrationResponse:IntegrationResponse", label: "API Gateway Integration Response", importShape: shape,
		properties: []property{
			text("contentHandling").among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT"),
			text("httpMethod").need().replacing().among(verbs...),
			text("resourceId").need().replacing(),
			dict("responseParameters", text("")),
			dict("responseTemplates", text("")),
			restAPIRef(),
			text("selectionPattern"),
			text("statusCode").need().replacing().with(statusCode),
		},
		calls: of(calls[apigateway.IntegrationResponse]{
			create: func(_ context.Context, c cloud, in apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
				return c.PutIntegrationResponse(in)
			},
			read: func(_ context.Context, c cloud, r apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
				return c.IntegrationResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			update: func(_ context.Context, c cloud, in apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
				return c.UpdateIntegrationResponse(in)
			},
			remove: func(_ context.Context, c cloud, r apigateway.IntegrationResponse) error {
				return c.DeleteIntegrationResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			id: func(r apigateway.IntegrationResponse) string { return r.ID },
			parse: func(id string) (apigateway.IntegrationResponse, error) {
				p, err := parts(id, 4, shape)
				if err != nil {
					return apigateway.IntegrationResponse{}, err
				}
				return apigateway.IntegrationResponse{RestAPIID: p[0], ResourceID: p[1], HTTPMethod: p[2], StatusCode: p[3]}, nil
			},
		}),
	}
}
