package provider

import (
	"context"

	"lambdaless/local/account"
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
		calls: of(calls[account.GatewayResponse]{
			create: func(_ context.Context, c cloud, in account.GatewayResponse) (account.GatewayResponse, error) {
				return c.PutGatewayResponse(in)
			},
			read: func(_ context.Context, c cloud, r account.GatewayResponse) (account.GatewayResponse, error) {
				return c.GatewayResponse(r.RestAPIID, r.ResponseType)
			},
			update: func(_ context.Context, c cloud, in account.GatewayResponse) (account.GatewayResponse, error) {
				return c.PutGatewayResponse(in)
			},
			remove: func(_ context.Context, c cloud, r account.GatewayResponse) error {
				return c.DeleteGatewayResponse(r.RestAPIID, r.ResponseType)
			},
			id: func(r account.GatewayResponse) string { return r.ID },
			parse: func(id string) (account.GatewayResponse, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return account.GatewayResponse{}, err
				}
				return account.GatewayResponse{RestAPIID: p[0], ResponseType: p[1]}, nil
			},
		}),
	}
}
