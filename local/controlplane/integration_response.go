package controlplane

import "lambdaless/local/apigateway"

// PutIntegrationResponse is apigateway:PutIntegrationResponse. The integration and the method
// response must be there. Like AWS's, it replaces a response that is there.
func (c *Client) PutIntegrationResponse(in apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
	in.Region = c.region
	in.ID = "agir-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod + "-" + in.StatusCode
	return in, c.account.update(func(t *tx) error {
		if err := c.checkIntegrationResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// IntegrationResponse is apigateway:GetIntegrationResponse.
func (c *Client) IntegrationResponse(restAPI, resource, verb, status string) (r apigateway.IntegrationResponse, err error) {
	err = c.account.read(func(t *tx) (err error) {
		r, err = c.integrationResponse(t, restAPI, resource, verb, status)
		return err
	})
	return r, err
}

// UpdateIntegrationResponse is apigateway:UpdateIntegrationResponse.
func (c *Client) UpdateIntegrationResponse(in apigateway.IntegrationResponse) (apigateway.IntegrationResponse, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.integrationResponse(t, in.RestAPIID, in.ResourceID, in.HTTPMethod, in.StatusCode)
		if err != nil {
			return err
		}
		in.Region, in.ID = old.Region, old.ID
		if err := c.checkIntegrationResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteIntegrationResponse is apigateway:DeleteIntegrationResponse.
func (c *Client) DeleteIntegrationResponse(restAPI, resource, verb, status string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.integrationResponse(t, restAPI, resource, verb, status)
		if err != nil {
			return err
		}
		remove(t, r)
		return nil
	})
}

func (c *Client) checkIntegrationResponse(t *tx, r apigateway.IntegrationResponse) error {
	if _, err := c.integration(t, r.RestAPIID, r.ResourceID, r.HTTPMethod); err != nil {
		return err
	}
	m, err := c.methodResponse(t, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
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

func (c *Client) integrationResponse(t *tx, restAPI, resource, verb, status string) (apigateway.IntegrationResponse, error) {
	if _, err := c.integration(t, restAPI, resource, verb); err != nil {
		return apigateway.IntegrationResponse{}, err
	}
	r, ok := load[apigateway.IntegrationResponse](t, c.apiKey(restAPI, resource, verb, status))
	if !ok {
		return r, notFound("Invalid Response status code specified")
	}
	return r, nil
}
