package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

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
