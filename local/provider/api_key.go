package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func apiKey() *resourceType {
	return &resourceType{
		token: "aws:apigateway/apiKey:ApiKey", label: "API Gateway API Key", subject: "name", importShape: "API-KEY-ID",
		properties: append([]property{
			text("arn").out(),
			text("createdDate").out(),
			text("customerId"),
			text("description").or("Managed by Pulumi"),
			boolean("enabled").or(true),
			text("lastUpdatedDate").out(),
			text("name").autonamed(255, nil),
			text("value").orComputed().replacing().hidden().with(length(20, 128)),
		}, tags()...),
		calls: of(calls[apigateway.APIKey]{
			create: func(_ context.Context, c cloud, in apigateway.APIKey) (apigateway.APIKey, error) {
				return c.CreateAPIKey(in)
			},
			read: func(_ context.Context, c cloud, k apigateway.APIKey) (apigateway.APIKey, error) {
				return c.APIKey(k.ID)
			},
			update: func(_ context.Context, c cloud, in apigateway.APIKey) (apigateway.APIKey, error) {
				return c.UpdateAPIKey(in)
			},
			remove: func(_ context.Context, c cloud, k apigateway.APIKey) error { return c.DeleteAPIKey(k.ID) },
			id:     func(k apigateway.APIKey) string { return k.ID },
			parse:  func(id string) (apigateway.APIKey, error) { return apigateway.APIKey{ID: id}, nil },
		}),
	}
}
