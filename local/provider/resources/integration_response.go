package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func integrationResponse() *Type {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE"
	return &Type{
		Token: "aws:apigateway/integrationResponse:IntegrationResponse", Label: "API Gateway Integration Response", ImportShape: shape,
		facts: facts{
			"contentHandling": {among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")},
			"httpMethod":      {replaces, among(verbs...)},
			"resourceId":      {replaces},
			"restApi":         {replaces},
			"statusCode":      {replaces, check(statusCode)},
		},
		Calls: of(calls[apigateway.IntegrationResponse]{
			create: func(_ context.Context, c Cloud, in apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
				return c.PutIntegrationResponse(in)
			},
			read: func(_ context.Context, c Cloud, r apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
				return c.IntegrationResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			update: func(_ context.Context, c Cloud, in apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
				return c.UpdateIntegrationResponse(in)
			},
			remove: func(_ context.Context, c Cloud, r apigateway.IntegrationResponse) error {
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
