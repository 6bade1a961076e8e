package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func stage() *Type {
	const shape = "REST-API-ID/STAGE-NAME"
	return &Type{
		Token: "aws:apigateway/stage:Stage", Label: "API Gateway Stage", Subject: "stageName", ImportShape: shape,
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
				s, err := c.Stage(s.RestAPIID, s.StageName)
				return s.InvokeURL, err
			})
		},
		Calls: of(calls[apigateway.Stage]{
			create: func(_ context.Context, c Cloud, in apigateway.Stage) (apigateway.Stage, error) {
				return c.CreateStage(in)
			},
			read: func(_ context.Context, c Cloud, s apigateway.Stage) (apigateway.Stage, error) {
				return c.Stage(s.RestAPIID, s.StageName)
			},
			update: func(_ context.Context, c Cloud, in apigateway.Stage) (apigateway.Stage, error) {
				return c.UpdateStage(in)
			},
			remove: func(_ context.Context, c Cloud, s apigateway.Stage) error {
				return c.DeleteStage(s.RestAPIID, s.StageName)
			},
			id: func(s apigateway.Stage) string { return s.ID },
			parse: func(id string) (apigateway.Stage, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.Stage{}, err
				}
				return apigateway.Stage{RestAPIID: p[0], StageName: p[1]}, nil
			},
		}),
	}
}
