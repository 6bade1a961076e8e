package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func requestValidator() *resourceType {
	const shape = "REST-API-ID/REQUEST-VALIDATOR-ID"
	return &resourceType{
		token: "aws:apigateway/requestValidator:RequestValidator", label: "API Gateway Request Validator", subject: "name", importShape: shape,
		properties: []property{
			text("name").autonamed(255, nil),
			restAPIRef(),
			boolean("validateRequestBody").or(false),
			boolean("validateRequestParameters").or(false),
		},
		calls: of(calls[apigateway.RequestValidator]{
			create: func(_ context.Context, c cloud, in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
				return c.CreateRequestValidator(in)
			},
			read: func(_ context.Context, c cloud, v apigateway.RequestValidator) (apigateway.RequestValidator, error) {
				return c.RequestValidator(v.RestAPIID, v.ID)
			},
			update: func(_ context.Context, c cloud, in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
				return c.UpdateRequestValidator(in)
			},
			remove: func(_ context.Context, c cloud, v apigateway.RequestValidator) error {
				return c.DeleteRequestValidator(v.RestAPIID, v.ID)
			},
			id: func(v apigateway.RequestValidator) string { return v.ID },
			parse: func(id string) (apigateway.RequestValidator, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.RequestValidator{}, err
				}
				return apigateway.RequestValidator{RestAPIID: p[0], ID: p[1]}, nil
			},
		}),
	}
}
