package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func methodSettings() *Type {
	return &Type{
		Token: "aws:apigateway/methodSettings:MethodSettings", Label: "API Gateway Stage Method Settings", Subject: "methodPath", ImportShape: "REST-API-ID/STAGE-NAME/METHOD-PATH",
		facts: facts{
			"methodPath":                                      {replaces},
			"restApi":                                         {replaces},
			"settings.cacheDataEncrypted":                     {computed},
			"settings.cacheTtlInSeconds":                      {computed},
			"settings.cachingEnabled":                         {computed},
			"settings.dataTraceEnabled":                       {computed},
			"settings.loggingLevel":                           {computed, among("OFF", "ERROR", "INFO")},
			"settings.metricsEnabled":                         {computed},
			"settings.requireAuthorizationForCacheControl":    {computed},
			"settings.throttlingBurstLimit":                   {defaultsTo(-1.0)},
			"settings.throttlingRateLimit":                    {defaultsTo(-1.0)},
			"settings.unauthorizedCacheControlHeaderStrategy": {computed, among("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER")},
			"stageName":                                       {replaces},
		},
		Calls: of(calls[apigateway.MethodSettings]{in: controlplane.MethodSettings, path: "restApi/stageName/methodPath"}),
	}
}
