package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func methodSettings() *resourceType {
	const shape = "REST-API-ID/STAGE-NAME/METHOD-PATH"
	return &resourceType{
		token: "aws:apigateway/methodSettings:MethodSettings", label: "API Gateway Stage Method Settings", subject: "methodPath", importShape: shape,
		properties: []property{
			text("methodPath").need().replacing(),
			restAPIRef(),
			object("settings",
				boolean("cacheDataEncrypted").orComputed(),
				integer("cacheTtlInSeconds").orComputed(),
				boolean("cachingEnabled").orComputed(),
				boolean("dataTraceEnabled").orComputed(),
				text("loggingLevel").orComputed().among("OFF", "ERROR", "INFO"),
				boolean("metricsEnabled").orComputed(),
				boolean("requireAuthorizationForCacheControl").orComputed(),
				integer("throttlingBurstLimit").or(-1.0),
				number("throttlingRateLimit").or(-1.0),
				text("unauthorizedCacheControlHeaderStrategy").orComputed().
					among("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"),
			).need(),
			text("stageName").need().replacing(),
		},
		calls: of(calls[apigateway.MethodSettings]{
			create: func(_ context.Context, c cloud, in apigateway.MethodSettings) (apigateway.MethodSettings, error) {
				return c.PutMethodSettings(in)
			},
			read: func(_ context.Context, c cloud, s apigateway.MethodSettings) (apigateway.MethodSettings, error) {
				return c.MethodSettings(s.RestAPIID, s.StageName, s.MethodPath)
			},
			update: func(_ context.Context, c cloud, in apigateway.MethodSettings) (apigateway.MethodSettings, error) {
				return c.PutMethodSettings(in)
			},
			remove: func(_ context.Context, c cloud, s apigateway.MethodSettings) error {
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
