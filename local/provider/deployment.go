package provider

import (
	"context"

	"lambdaless/local/apigateway"
)

func deployment() *resourceType {
	const shape = "REST-API-ID/DEPLOYMENT-ID"
	return &resourceType{
		token: "aws:apigateway/deployment:Deployment", label: "API Gateway Deployment", importShape: shape,
		properties: []property{
			object("canarySettings",
				number("percentTraffic").or(0.0),
				dict("stageVariableOverrides", text("")),
				boolean("useStageCache"),
			).replacing(),
			text("createdDate").out(),
			text("description"),
			text("executionArn").out(),
			text("invokeUrl").out().renewedBy("invokeUrl"),
			restAPIRef(),
			text("stageDescription").replacing(),
			text("stageName").replacing(),
			dict("triggers", text("")).replacing(),
			dict("variables", text("")).replacing(),
		},
		validate: func(known map[string]any) []failure {
			if known["canarySettings"] != nil && known["stageName"] == nil {
				return []failure{{"canarySettings", "needs stageName: a canary belongs to a stage"}}
			}
			return nil
		},
		stale: func(c cloud, state map[string]any) []string {
			return staleURL(state, func(d apigateway.Deployment) (string, error) {
				d, err := c.Deployment(d.RestAPIID, d.ID)
				return d.InvokeURL, err
			})
		},
		calls: of(calls[apigateway.Deployment]{
			create: func(_ context.Context, c cloud, in apigateway.Deployment) (apigateway.Deployment, error) {
				return c.CreateDeployment(in)
			},
			read: func(_ context.Context, c cloud, d apigateway.Deployment) (apigateway.Deployment, error) {
				return c.Deployment(d.RestAPIID, d.ID)
			},
			update: func(_ context.Context, c cloud, in apigateway.Deployment) (apigateway.Deployment, error) {
				return c.UpdateDeployment(in)
			},
			remove: func(_ context.Context, c cloud, d apigateway.Deployment) error {
				return c.DeleteDeployment(d.RestAPIID, d.ID)
			},
			id: func(d apigateway.Deployment) string { return d.ID },
			parse: func(id string) (apigateway.Deployment, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.Deployment{}, err
				}
				return apigateway.Deployment{RestAPIID: p[0], ID: p[1]}, nil
			},
		}),
	}
}

// staleURL reports an invoke URL in the state that nobody listens on any more, since the data plane
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
