package provider

import (
	"context"

	"lambdaless/local/controlplane"
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
		calls: of(calls[controlplane.RequestValidator]{
			create: func(_ context.Context, c cloud, in controlplane.RequestValidator) (controlplane.RequestValidator, error) {
				return c.CreateRequestValidator(in)
			},
			read: func(_ context.Context, c cloud, v controlplane.RequestValidator) (controlplane.RequestValidator, error) {
				return c.RequestValidator(v.RestAPIID, v.ID)
			},
			update: func(_ context.Context, c cloud, in controlplane.RequestValidator) (controlplane.RequestValidator, error) {
				return c.UpdateRequestValidator(in)
			},
			remove: func(_ context.Context, c cloud, v controlplane.RequestValidator) error {
				return c.DeleteRequestValidator(v.RestAPIID, v.ID)
			},
			id: func(v controlplane.RequestValidator) string { return v.ID },
			parse: func(id string) (controlplane.RequestValidator, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return controlplane.RequestValidator{}, err
				}
				return controlplane.RequestValidator{RestAPIID: p[0], ID: p[1]}, nil
			},
		}),
	}
}
