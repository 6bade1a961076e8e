package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
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
		Calls: of(calls[apigateway.RestAPI]{in: controlplane.RestAPIs}),
	}
}
