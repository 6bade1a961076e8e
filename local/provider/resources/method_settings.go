package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func methodSettings() *Type {
	const shape = "REST-API-ID/STAGE-NAME/METHOD-PATH"
	return &Type{
		Token: "aws:apigateway/methodSettings:MethodSettings", Label: "API Gateway Stage Method Settings", Subject: "methodPath", ImportShape: shape,
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
		Calls: of(calls[apigateway.MethodSettings]{
			create: func(_ context.Context, c Cloud, in apigateway.MethodSettings) (apigateway.MethodSettings, error) {
				return c.PutMethodSettings(in)
			},
			read: func(_ context.Context, c Cloud, s apigateway.MethodSettings) (apigateway.MethodSettings, error) {
				return c.MethodSettings(s.RestAPIID, s.StageName, s.MethodPath)
			},
			update: func(_ context.Context, c Cloud, in apigateway.MethodSettings) (apigateway.MethodSettings, error) {
				return c.PutMethodSettings(in)
			},
			remove: func(_ context.Context, c Cloud, s apigateway.MethodSettings) error {
				return c.DeleteMethodSettings(s.RestAPIID, s.StageName, s.MethodPath)
			},
			id: func(s apigateway.MethodSettings) string { return s.ID },
			parse: func(id string) (apigateway.MethodSettings, error) {
				p, err := parts(id, 3, shape)
				if err != nil {
					return apigateway.MethodSettings{}, err
				}
				return apigateway.MethodSettings{RestAPIID: p[0], StageName: p[1], MethodPath: p[2]}, nil
			},
		}),
	}
}
