package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func apiKey() *Type {
	return &Type{
		Token: "aws:apigateway/apiKey:ApiKey", Label: "API Gateway API Key", Subject: "name", ImportShape: "API-KEY-ID",
		facts: facts{
			"description": {defaultsTo("Managed by Pulumi")},
			"enabled":     {defaultsTo(true)},
			"name":        {autonamed(255, nil)},
			"value":       {replaces, check(length(20, 128))},
		},
		Calls: of(calls[apigateway.APIKey]{
			create: func(_ context.Context, c Cloud, in apigateway.APIKey) (apigateway.APIKey, error) {
				return c.CreateAPIKey(in)
			},
			read: func(_ context.Context, c Cloud, k apigateway.APIKey) (apigateway.APIKey, error) {
				return c.APIKey(k.ID)
			},
			update: func(_ context.Context, c Cloud, in apigateway.APIKey) (apigateway.APIKey, error) {
				return c.UpdateAPIKey(in)
			},
			remove: func(_ context.Context, c Cloud, k apigateway.APIKey) error { return c.DeleteAPIKey(k.ID) },
			id:     func(k apigateway.APIKey) string { return k.ID },
			parse:  func(id string) (apigateway.APIKey, error) { return apigateway.APIKey{ID: id}, nil },
		}),
	}
}
