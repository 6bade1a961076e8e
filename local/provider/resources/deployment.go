package resources

import (
	"context"

	"lambdaless/local/apigateway"
)

func deployment() *Type {
	const shape = "REST-API-ID/DEPLOYMENT-ID"
	return &Type{
		Token: "aws:apigateway/deployment:Deployment", Label: "API Gateway Deployment", ImportShape: shape,
		facts: facts{
			"canarySettings":                {replaces},
			"canarySettings.percentTraffic": {defaultsTo(0.0)},
			"invokeUrl":                     {renewedBy("invokeUrl")},
			"restApi":                       {replaces},
			"stageDescription":              {replaces},
			"stageName":                     {replaces},
			"triggers":                      {replaces},
			"variables":                     {replaces},
		},
		Validate: func(known map[string]any) []Failure {
			if known["canarySettings"] != nil && known["stageName"] == nil {
				return []Failure{{"canarySettings", "needs stageName: a canary belongs to a stage"}}
			}
			return nil
		},
		Stale: func(c Cloud, state map[string]any) []string {
			return staleURL(state, func(d apigateway.Deployment) (string, error) {
				d, err := c.Deployment(d.RestAPIID, d.ID)
				return d.InvokeURL, err
			})
		},
		Calls: of(calls[apigateway.Deployment]{
			create: func(_ context.Context, c Cloud, in apigateway.Deployment) (apigateway.Deployment, error) {
				return c.CreateDeployment(in)
			},
			read: func(_ context.Context, c Cloud, d apigateway.Deployment) (apigateway.Deployment, error) {
				return c.Deployment(d.RestAPIID, d.ID)
			},
			update: func(_ context.Context, c Cloud, in apigateway.Deployment) (apigateway.Deployment, error) {
				return c.UpdateDeployment(in)
			},
			remove: func(_ context.Context, c Cloud, d apigateway.Deployment) error {
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
