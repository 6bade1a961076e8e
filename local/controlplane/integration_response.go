package controlplane

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// IntegrationResponses map back ends' answers to method responses: apigateway:PutIntegrationResponse,
// GetIntegrationResponse, UpdateIntegrationResponse and DeleteIntegrationResponse. The integration and
// the method response must exist. Like AWS's, PutIntegrationResponse replaces a response that is there.
var IntegrationResponses = Collection[apigateway.IntegrationResponse]{
	find: func(c *Client, t *store.Tx, r apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
		_, err := c.integration(t, r.RestAPIID, r.ResourceID, r.HTTPMethod)
		return store.Find[apigateway.IntegrationResponse](t, err, c.apiKey(r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode), notFound("Invalid Response status code specified"))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.IntegrationResponse) error {
		in.Region = c.region
		in.ID = "agir-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod + "-" + in.StatusCode
		return c.checkIntegrationResponse(t, *in)
	},
}

func (c *Client) checkIntegrationResponse(t *store.Tx, r apigateway.IntegrationResponse) error {
	if _, err := c.integration(t, r.RestAPIID, r.ResourceID, r.HTTPMethod); err != nil {
		return err
	}
	m, err := c.methodResponse(t, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
	if err != nil && len(r.ResponseParameters) > 0 { // the mappings are checked first
		return problems{"No method response exists for method."}.refusal(mappingSubject)
	}
	if err != nil {
		return err
	}
	declared := func(expression string) bool {
		_, ok := m.ResponseParameters[expression]
		return ok
	}
	if err := checkContentTypes(r.ResponseTemplates); err != nil {
		return err
	}
	return integrationResponseSide.checkMappings(r.ResponseParameters, declared, nil)
}
