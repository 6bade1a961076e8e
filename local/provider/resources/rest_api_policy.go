package resources

import (
	"context"

	"lambdaless/local/apigateway"
	"lambdaless/local/provider/schema"
)

func restAPIPolicy() *Type {
	return &Type{
		Token: "aws:apigateway/restApiPolicy:RestApiPolicy", Label: "API Gateway REST API Policy", Subject: "restApiId", ImportShape: "REST-API-ID",
		Facts: schema.Facts{
			"policy":    {schema.JSON},
			"restApiId": {schema.Replaces},
		},
		Calls: of(calls[apigateway.RestAPIPolicy]{
			path: "restApiId",
			create: func(_ context.Context, c Cloud, in apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			read: func(_ context.Context, c Cloud, p apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
				return c.RestAPIPolicy(p.RestAPIID)
			},
			update: func(_ context.Context, c Cloud, _, in apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			remove: func(_ context.Context, c Cloud, p apigateway.RestAPIPolicy) error {
				return c.DeleteRestAPIPolicy(p.RestAPIID)
			},
		}),
	}
}
