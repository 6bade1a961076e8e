package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func restAPI() *Type {
	return &Type{
		Token: "aws:apigateway/restApi:RestApi", Label: "API Gateway REST API", Subject: "name", ImportShape: "REST-API-ID",
		Facts: schema.Facts{
			"apiKeySource":                         {schema.Among("HEADER", "AUTHORIZER")},
			"binaryMediaTypes":                     {schema.Computed},
			"body":                                 {schema.JSON},
			"endpointConfiguration.ipAddressType":  {schema.Computed, schema.Among("ipv4", "dualstack")},
			"endpointConfiguration.types":          {schema.Among("EDGE", "REGIONAL", "PRIVATE")},
			"endpointConfiguration.vpcEndpointIds": {schema.Unordered, schema.Computed},
			"minimumCompressionSize":               {schema.Check(compressionSize)},
			"name":                                 {schema.Autonamed(255, nil)},
			"policy":                               {schema.JSON},
			"putRestApiMode":                       {schema.Default("overwrite"), schema.Among("overwrite", "merge")},
		},
		Calls: of(calls[apigateway.RestAPI]{in: controlplane.RestAPIs}),
	}
}
