package controlplane

import (
	"encoding/json"
	"fmt"

	"lambdaless/local/apigateway"
)

// deploymentV1 is a deployment in a file of version 1, where three parts of its copy had other names.
type deploymentV1 struct {
	apigateway.Deployment
	Snapshot *apiV1 `json:"snapshot"`
}

type apiV1 struct {
	apigateway.API
	Resources []resourceV1 `json:"resources"`
}

type resourceV1 struct {
	apigateway.Resource
	Methods []methodV1 `json:"methods"`
}

type methodV1 struct {
	apigateway.Method
	Responses   []apigateway.MethodResponse `json:"responses"`
	Integration *apigateway.Integration     `json:"integration"` // whose httpMethod is the one towards the back end
}

// upgradeV1 turns the records of a file of version 1 into those of version 2.
func upgradeV1(kinds map[string]map[string]json.RawMessage) error {
	deployments := kinds[apigateway.Deployment{}.Kind()]
	for key, raw := range deployments {
		var old deploymentV1
		if err := json.Unmarshal(raw, &old); err != nil {
			return fmt.Errorf("the record %s %q: %w", apigateway.Deployment{}.Kind(), key, err)
		}
		if old.Snapshot != nil {
			old.API = old.Snapshot.upgrade()
		}
		text, err := json.MarshalIndent(old.Deployment, "      ", "  ")
		if err != nil {
			return err
		}
		deployments[key] = text
	}
	return nil
}

func (old *apiV1) upgrade() *apigateway.API {
	api := old.API
	for _, r := range old.Resources {
		for _, m := range r.Methods {
			method := m.Method
			method.Responses = m.Responses
			if m.Integration != nil {
				i := *m.Integration
				i.IntegrationHTTPMethod, i.HTTPMethod = i.HTTPMethod, m.HTTPMethod
				method.Integration = &i
			}
			r.Resource.Methods = append(r.Resource.Methods, method)
		}
		api.Resources = append(api.Resources, r.Resource)
	}
	return &api
}
