package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func stage() *resourceType {
	const shape = "REST-API-ID/STAGE-NAME"
	return &resourceType{
		token: "aws:apigateway/stage:Stage", label: "API Gateway Stage", subject: "stageName", importShape: shape,
		properties: append([]property{
			object("accessLogSettings",
				text("destinationArn").need().with(isARN),
				text("format").need(),
			),
			text("arn").out(),
			boolean("cacheClusterEnabled"),
			text("cacheClusterSize").among("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"),
			object("canarySettings",
				text("deploymentId").need(),
				number("percentTraffic").or(0.0),
				dict("stageVariableOverrides", text("")),
				boolean("useStageCache"),
			),
			text("clientCertificateId"),
			text("deployment").need(),
			text("description"),
			text("documentationVersion"),
			text("executionArn").out(),
			text("invokeUrl").out().renewedBy("invokeUrl"),
			restAPIRef(),
			text("stageName").need().replacing(),
			dict("variables", text("")),
			text("webAclArn").out(),
			boolean("xrayTracingEnabled"),
		}, tags()...),
		stale: func(c cloud, state map[string]any) []string {
			return staleURL(state, func(s apigateway.Stage) (string, error) {
				s, err := c.Stage(s.RestAPIID, s.StageName)
				return s.InvokeURL, err
			})
		},
		calls: of(calls[apigateway.Stage]{
			create: func(_ context.Context, c cloud, in apigateway.Stage) (apigateway.Stage, error) {
				return c.CreateStage(in)
			},
			read: func(_ context.Context, c cloud, s apigateway.Stage) (apigateway.Stage, error) {
				return c.Stage(s.RestAPIID, s.StageName)
			},
			update: func(_ context.Context, c cloud, in apigateway.Stage) (apigateway.Stage, error) {
				return c.UpdateStage(in)
			},
			remove: func(_ context.Context, c cloud, s apigateway.Stage) error {
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
