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
