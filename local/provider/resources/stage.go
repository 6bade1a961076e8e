package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func stage() *Type {
	return &Type{
		Token: "aws:apigateway/stage:Stage", Label: "API Gateway Stage", Subject: "stageName", ImportShape: "REST-API-ID/STAGE-NAME",
		facts: facts{
			"accessLogSettings.destinationArn": {check(isARN)},
			"cacheClusterSize":                 {among("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")},
			"canarySettings.percentTraffic":    {defaultsTo(0.0)},
			"invokeUrl":                        {renewedBy("invokeUrl")},
			"restApi":                          {replaces},
			"stageName":                        {replaces},
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
