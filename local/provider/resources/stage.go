package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func deployment() *Type {
	return &Type{
		Token: "aws:apigateway/deployment:Deployment", Label: "API Gateway Deployment", ImportShape: "REST-API-ID/DEPLOYMENT-ID",
		Facts: schema.Facts{
			"canarySettings":                {schema.Replaces},
			"canarySettings.percentTraffic": {schema.Default(0.0)},
			"invokeUrl":                     {schema.RenewedBy("invokeUrl")},
			"restApi":                       {schema.Replaces},
			"stageDescription":              {schema.Replaces},
			"stageName":                     {schema.Replaces},
			"triggers":                      {schema.Replaces},
			"variables":                     {schema.Replaces},
		},
		Validate: func(known map[string]any) []Failure {
			if known["canarySettings"] != nil && known["stageName"] == nil {
				return []Failure{{"canarySettings", "needs stageName: a canary belongs to a stage"}}
			}
			return nil
		},
		Stale: func(c Cloud, state map[string]any) []string {
			return staleURL(state, func(d apigateway.Deployment) (string, error) {
				d, err := controlplane.Deployments.Get(c.Client, d)
				return d.InvokeURL, err
			})
		},
		Calls: of(calls[apigateway.Deployment]{in: controlplane.Deployments, path: "restApi/id"}),
	}
}

// staleURL reports an invoke URL in the state that is no longer served, since the data plane
// moved to another port.
func staleURL[T any](state map[string]any, current func(T) (string, error)) []string {
	was, _ := state["invokeUrl"].(string)
	v, err := decode[T](state)
	if was == "" || err != nil {
		return nil
	}
	if now, err := current(v); err == nil && now != was {
		return []string{"invokeUrl"}
	}
	return nil
}

func stage() *Type {
	return &Type{
		Token: "aws:apigateway/stage:Stage", Label: "API Gateway Stage", Subject: "stageName", ImportShape: "REST-API-ID/STAGE-NAME",
		Facts: schema.Facts{
			"accessLogSettings.destinationArn": {schema.Check(isARN)},
			"cacheClusterSize":                 {schema.Among("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")},
			"canarySettings.percentTraffic":    {schema.Default(0.0)},
			"invokeUrl":                        {schema.RenewedBy("invokeUrl")},
			"restApi":                          {schema.Replaces},
			"stageName":                        {schema.Replaces},
		},
		Stale: func(c Cloud, state map[string]any) []string {
			return staleURL(state, func(s apigateway.Stage) (string, error) {
				s, err := controlplane.Stages.Get(c.Client, s)
				return s.InvokeURL, err
			})
		},
		Calls: of(calls[apigateway.Stage]{in: controlplane.Stages, path: "restApi/stageName"}),
	}
}

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
