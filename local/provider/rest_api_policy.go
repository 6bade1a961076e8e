package provider

import (
	"context"

	"lambdaless/local/account"
)

func restAPIPolicy() *resourceType {
	return &resourceType{
		token: "aws:apigateway/restApiPolicy:RestApiPolicy", label: "API Gateway REST API Policy", subject: "restApiId", importShape: "REST-API-ID",
		properties: []property{
			document("policy").need(),
			text("restApiId").need().replacing(),
		},
		calls: of(calls[account.RestAPIPolicy]{
			create: func(_ context.Context, c cloud, in account.RestAPIPolicy) (account.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			read: func(_ context.Context, c cloud, p account.RestAPIPolicy) (account.RestAPIPolicy, error) {
				return c.RestAPIPolicy(p.RestAPIID)
			},
			update: func(_ context.Context, c cloud, in account.RestAPIPolicy) (account.RestAPIPolicy, error) {
				return c.PutRestAPIPolicy(in)
			},
			remove: func(_ context.Context, c cloud, p account.RestAPIPolicy) error {
				return c.DeleteRestAPIPolicy(p.RestAPIID)
			},
			id: func(p account.RestAPIPolicy) string { return p.RestAPIID },
			parse: func(id string) (account.RestAPIPolicy, error) {
				return account.RestAPIPolicy{ID: id, RestAPIID: id}, nil
			},
		}),
	}
}
