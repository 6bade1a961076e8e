package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func requestValidator() *Type {
	const shape = "REST-API-ID/REQUEST-VALIDATOR-ID"
	return &Type{
		Token: "aws:apigateway/requestValidator:RequestValidator", Label: "API Gateway Request Validator", Subject: "name", ImportShape: shape,
		facts: facts{
			"name":                      {autonamed(255, nil)},
			"restApi":                   {replaces},
			"validateRequestBody":       {defaultsTo(false)},
			"validateRequestParameters": {defaultsTo(false)},
		},
		Calls: of(calls[apigateway.RequestValidator]{
			create: func(_ context.Context, c Cloud, in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
				return c.CreateRequestValidator(in)
			},
			read: func(_ context.Context, c Cloud, v apigateway.RequestValidator) (apigateway.RequestValidator, error) {
				return c.RequestValidator(v.RestAPIID, v.ID)
			},
			update: func(_ context.Context, c Cloud, in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
				return c.UpdateRequestValidator(in)
			},
			remove: func(_ context.Context, c Cloud, v apigateway.RequestValidator) error {
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
