package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func methodSettings() *Type {
	return &Type{
		Token: "aws:apigateway/methodSettings:MethodSettings", Label: "API Gateway Stage Method Settings", Subject: "methodPath", ImportShape: "REST-API-ID/STAGE-NAME/METHOD-PATH",
		Facts: schema.Facts{
			"methodPath":                                      {schema.Replaces},
			"restApi":                                         {schema.Replaces},
			"settings.cacheDataEncrypted":                     {schema.Computed},
			"settings.cacheTtlInSeconds":                      {schema.Computed},
			"settings.cachingEnabled":                         {schema.Computed},
			"settings.dataTraceEnabled":                       {schema.Computed},
			"settings.loggingLevel":                           {schema.Computed, schema.Among("OFF", "ERROR", "INFO")},
			"settings.metricsEnabled":                         {schema.Computed},
			"settings.requireAuthorizationForCacheControl":    {schema.Computed},
			"settings.throttlingBurstLimit":                   {schema.Default(-1.0)},
			"settings.throttlingRateLimit":                    {schema.Default(-1.0)},
			"settings.unauthorizedCacheControlHeaderStrategy": {schema.Computed, schema.Among("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER")},
			"stageName":                                       {schema.Replaces},
		},
		Calls: of(calls[apigateway.MethodSettings]{in: controlplane.MethodSettings, path: "restApi/stageName/methodPath"}),
	}
}
