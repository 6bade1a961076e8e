package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func restAPI() *Type {
	return &Type{
		Token: "aws:apigateway/restApi:RestApi", Label: "API Gateway REST API", Subject: "name", ImportShape: "REST-API-ID",
		facts: facts{
			"apiKeySource":                         {among("HEADER", "AUTHORIZER")},
			"binaryMediaTypes":                     {computed},
			"body":                                 {document},
			"endpointConfiguration.ipAddressType":  {computed, among("ipv4", "dualstack")},
			"endpointConfiguration.types":          {among("EDGE", "REGIONAL", "PRIVATE")},
			"endpointConfiguration.vpcEndpointIds": {unordered, computed},
			"minimumCompressionSize":               {check(compressionSize)},
			"name":                                 {autonamed(255, nil)},
			"policy":                               {document},
			"putRestApiMode":                       {defaultsTo("overwrite"), among("overwrite", "merge")},
		},
		Calls: of(calls[apigateway.RestAPI]{
			create: func(_ context.Context, c Cloud, in apigateway.RestAPI) (apigateway.RestAPI, error) {
				return c.CreateRestAPI(in)
			},
			read: func(_ context.Context, c Cloud, r apigateway.RestAPI) (apigateway.RestAPI, error) {
				return c.RestAPI(r.ID)
			},
			update: func(_ context.Context, c Cloud, in apigateway.RestAPI) (apigateway.RestAPI, error) {
				return c.UpdateRestAPI(in)
			},
			remove: func(_ context.Context, c Cloud, r apigateway.RestAPI) error { return c.DeleteRestAPI(r.ID) },
			id:     func(r apigateway.RestAPI) string { return r.ID },
			parse: func(id string) (apigateway.RestAPI, error) {
				return apigateway.RestAPI{ID: id, PutRestAPIMode: "overwrite"}, nil
			},
		}),
	}
}
