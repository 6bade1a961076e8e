package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func methodResponse() *Type {
	const shape = "REST-API-ID/RESOURCE-ID/HTTP-METHOD/STATUS-CODE"
	return &Type{
		Token: "aws:apigateway/methodResponse:MethodResponse", Label: "API Gateway Method Response", Subject: "statusCode", ImportShape: shape,
		facts: facts{
			"httpMethod": {replaces, among(verbs...)},
			"resourceId": {replaces},
			"restApi":    {replaces},
			"statusCode": {replaces, check(statusCode)},
		},
		Calls: of(calls[apigateway.MethodResponse]{
			create: func(_ context.Context, c Cloud, in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
				return c.PutMethodResponse(in)
			},
			read: func(_ context.Context, c Cloud, r apigateway.MethodResponse) (apigateway.MethodResponse, error) {
				return c.MethodResponse(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
			},
			update: func(_ context.Context, c Cloud, in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
				return c.UpdateMethodResponse(in)
			},
			remove: func(_ context.Context, c Cloud, r apigateway.MethodResponse) error {
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
