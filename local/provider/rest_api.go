package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

// restAPIRef is the property that names an API; the SDK also takes the RestApi itself.
func restAPIRef() property { return text("restApi").need().replacing() }

func restAPI() *resourceType {
	return &resourceType{
		token: "aws:apigateway/restApi:RestApi", label: "API Gateway REST API", subject: "name", importShape: "REST-API-ID",
		properties: append([]property{
			text("apiKeySource").orComputed().among("HEADER", "AUTHORIZER"),
			text("arn").out(),
			list("binaryMediaTypes", text("")).orComputed(),
			document("body"),
			text("createdDate").out(),
			text("description").orComputed(),
			boolean("disableExecuteApiEndpoint").orComputed(),
			object("endpointConfiguration",
				text("ipAddressType").orComputed().among("ipv4", "dualstack"),
				text("types").need().among("EDGE", "REGIONAL", "PRIVATE"),
				set("vpcEndpointIds", text("")).orComputed(),
			).orComputed(),
			text("executionArn").out(),
			boolean("failOnWarnings"),
			text("minimumCompressionSize").orComputed().with(compressionSize),
			text("name").autonamed(255, nil),
			dict("parameters", text("")),
			document("policy").orComputed(),
			text("putRestApiMode").or("overwrite").among("overwrite", "merge"),
			text("rootResourceId").out(),
		}, tags()...),
		calls: of(calls[apigateway.RestAPI]{
			create: func(_ context.Context, c cloud, in apigateway.RestAPI) (apigateway.RestAPI, error) {
				return c.CreateRestAPI(in)
			},
			read: func(_ context.Context, c cloud, r apigateway.RestAPI) (apigateway.RestAPI, error) {
				return c.RestAPI(r.ID)
			},
			update: func(_ context.Context, c cloud, in apigateway.RestAPI) (apigateway.RestAPI, error) {
				return c.UpdateRestAPI(in)
			},
			remove: func(_ context.Context, c cloud, r apigateway.RestAPI) error { return c.DeleteRestAPI(r.ID) },
			id:     func(r apigateway.RestAPI) string { return r.ID },
			parse: func(id string) (apigateway.RestAPI, error) {
				return apigateway.RestAPI{ID: id, PutRestAPIMode: "overwrite"}, nil
			},
		}),
	}
}
