package resources

import (
	"context"
	"regexp"

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

func apiResource() *Type {
	return &Type{
		Token: "aws:apigateway/resource:Resource", Label: "API Gateway Resource", Subject: "pathPart", ImportShape: "REST-API-ID/RESOURCE-ID",
		Facts: schema.Facts{
			"path":    {schema.RenewedBy("parentId", "pathPart")},
			"restApi": {schema.Replaces},
		},
		Calls: of(calls[apigateway.Resource]{in: controlplane.Resources, path: "restApi/id"}),
	}
}

var notAlphanumeric = regexp.MustCompile(`[^a-zA-Z0-9]`)

func apiModel() *Type {
	return &Type{
		Token: "aws:apigateway/model:Model", Label: "API Gateway Model", Subject: "name", ImportShape: "REST-API-ID/NAME",
		Facts: schema.Facts{
			"contentType": {schema.Replaces},
			"name":        {schema.Replaces, schema.Autonamed(128, func(name string) string { return notAlphanumeric.ReplaceAllString(name, "") })},
			"restApi":     {schema.Replaces},
			"schema":      {schema.JSON},
		},
		Calls: of(calls[apigateway.Model]{in: controlplane.Models, path: "restApi/name"}),
	}
}

func requestValidator() *Type {
	return &Type{
		Token: "aws:apigateway/requestValidator:RequestValidator", Label: "API Gateway Request Validator", Subject: "name", ImportShape: "REST-API-ID/REQUEST-VALIDATOR-ID",
		Facts: schema.Facts{
			"name":                      {schema.Autonamed(255, nil)},
			"restApi":                   {schema.Replaces},
			"validateRequestBody":       {schema.Default(false)},
			"validateRequestParameters": {schema.Default(false)},
		},
		Calls: of(calls[apigateway.RequestValidator]{in: controlplane.RequestValidators, path: "restApi/id"}),
	}
}

func gatewayResponse() *Type {
	return &Type{
		Token: "aws:apigateway/response:Response", Label: "API Gateway Gateway Response", Subject: "responseType", ImportShape: "REST-API-ID/RESPONSE-TYPE",
		Facts: schema.Facts{
			"responseType": {schema.Replaces},
			"restApiId":    {schema.Replaces},
			"statusCode":   {schema.Check(statusCode)},
		},
		Calls: of(calls[apigateway.GatewayResponse]{in: controlplane.GatewayResponses, path: "restApiId/responseType"}),
	}
}
