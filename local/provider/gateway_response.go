package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func gatewayResponse() *resourceType {
	const shape = "REST-API-ID/RESPONSE-TYPE"
	return &resourceType{
		token: "aws:apigateway/response:Response", label: "API Gateway Gateway Response", subject: "responseType", importShape: shape,
		properties: []property{
			dict("responseParameters", text("")),
			dict("responseTemplates", text("")),
			text("responseType").need().replacing(),
			text("restApiId").need().replacing(),
			text("statusCode").with(statusCode),
		},
		calls: of(calls[apigateway.GatewayResponse]{
			create: func(_ context.Context, c cloud, in apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
				return c.PutGatewayResponse(in)
			},
			read: func(_ context.Context, c cloud, r apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
				return c.GatewayResponse(r.RestAPIID, r.ResponseType)
			},
			update: func(_ context.Context, c cloud, in apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
				return c.PutGatewayResponse(in)
			},
			remove: func(_ context.Context, c cloud, r apigateway.GatewayResponse) error {
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
