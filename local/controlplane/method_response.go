package controlplane

import "lambdaless/local/apigateway"

// PutMethodResponse is apigateway:PutMethodResponse.
func (c *Client) PutMethodResponse(in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
	in.Region = c.region
	in.ID = "agmr-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod + "-" + in.StatusCode
	return in, c.account.update(func(t *tx) error {
		if _, err := c.method(t, in.RestAPIID, in.ResourceID, in.HTTPMethod); err != nil {
			return err
		}
		if _, ok := load[apigateway.MethodResponse](t, in.Key()); ok {
			return conflict("Response already exists for this resource")
		}
		if err := c.checkMethodResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// MethodResponse is apigateway:GetMethodResponse.
func (c *Client) MethodResponse(restAPI, resource, verb, status string) (r apigateway.MethodResponse, err error) {
	err = c.account.read(func(t *tx) (err error) {
		r, err = c.methodResponse(t, restAPI, resource, verb, status)
		return err
	})
	return r, err
}

// UpdateMethodResponse is apigateway:UpdateMethodResponse.
func (c *Client) UpdateMethodResponse(in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.methodResponse(t, in.RestAPIID, in.ResourceID, in.HTTPMethod, in.StatusCode)
		if err != nil {
			return err
		}
		in.Region, in.ID = old.Region, old.ID
		if err := c.checkMethodResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteMethodResponse is apigateway:DeleteMethodResponse.
func (c *Client) DeleteMethodResponse(restAPI, resource, verb, status string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.methodResponse(t, restAPI, resource, verb, status)
		if err != nil {
			return err
		}
		remove(t, r)
		return nil
	})
}

func (c *Client) checkMethodResponse(t *tx, r apigateway.MethodResponse) error {
	for _, model := range sortedValues(r.ResponseModels) {
		if _, ok := load[apigateway.Model](t, c.apiKey(r.RestAPIID, model)); !ok {
			return badRequest("Invalid model name specified: %s", model)
		}
	}
	if err := checkContentTypes(r.ResponseModels); err != nil {
		return err
	}
	var p problems
	for _, parameter := range sortedKeys(r.ResponseParameters) {
		if !integrationResponseSide.target.MatchString(parameter) {
			p.parameter(parameter)
		}
	}
	return p.refusal(mappingSubject)
}

func (c *Client) methodResponse(t *tx, restAPI, resource, verb, status string) (apigateway.MethodResponse, error) {
	if _, err := c.method(t, restAPI, resource, verb); err != nil {
		return apigateway.MethodResponse{}, err
	}
	r, ok := load[apigateway.MethodResponse](t, c.apiKey(restAPI, resource, verb, status))
	if !ok {
		return r, notFound("Invalid Response status code specified")
	}
	return r, nil
}
