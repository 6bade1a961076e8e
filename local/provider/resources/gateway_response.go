package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func gatewayResponse() *Type {
	const shape = "REST-API-ID/RESPONSE-TYPE"
	return &Type{
		Token: "aws:apigateway/response:Response", Label: "API Gateway Gateway Response", Subject: "responseType", ImportShape: shape,
		facts: facts{
			"responseType": {replaces},
			"restApiId":    {replaces},
			"statusCode":   {check(statusCode)},
		},
		Calls: of(calls[apigateway.GatewayResponse]{
			create: func(_ context.Context, c Cloud, in apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
				return c.PutGatewayResponse(in)
			},
			read: func(_ context.Context, c Cloud, r apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
				return c.GatewayResponse(r.RestAPIID, r.ResponseType)
			},
			update: func(_ context.Context, c Cloud, in apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
				return c.PutGatewayResponse(in)
			},
			remove: func(_ context.Context, c Cloud, r apigateway.GatewayResponse) error {
				return c.DeleteGatewayResponse(r.RestAPIID, r.ResponseType)
			},
			id: func(r apigateway.GatewayResponse) string { return r.ID },
			parse: func(id string) (apigateway.GatewayResponse, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.GatewayResponse{}, err
				}
				return apigateway.GatewayResponse{RestAPIID: p[0], ResponseType: p[1]}, nil
			},
		}),
	}
}
