package controlplane

import "lambdaless/local/apigateway"

// CreateAuthorizer is apigateway:CreateAuthorizer.
func (c *Client) CreateAuthorizer(in apigateway.Authorizer) (apigateway.Authorizer, error) {
	in.Region, in.ID = c.region, c.account.ids()
	in.ARN = c.apiARN("/restapis/" + in.RestAPIID + "/authorizers/" + in.ID)
	return in, c.account.update(func(t *tx) error {
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		for _, other := range list[apigateway.Authorizer](t, c.apiKey(in.RestAPIID, "")) {
			if other.Name == in.Name {
				return badRequest("Authorizer name must be unique. Authorizer %s already exists in this RestApi.", in.Name)
			}
		}
		store(t, in)
		return nil
	})
}

// Authorizer is apigateway:GetAuthorizer.
func (c *Client) Authorizer(restAPI, id string) (a apigateway.Authorizer, err error) {
	err = c.account.read(func(t *tx) (err error) {
		a, err = c.authorizer(t, restAPI, id)
		return err
	})
	return a, err
}

// UpdateAuthorizer is apigateway:UpdateAuthorizer.
func (c *Client) UpdateAuthorizer(in apigateway.Authorizer) (apigateway.Authorizer, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.authorizer(t, in.RestAPIID, in.ID)
		if err != nil {
			return err
		}
		in.Region, in.ARN = old.Region, old.ARN
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteAuthorizer is apigateway:DeleteAuthorizer. An authorizer that a method uses stays.
func (c *Client) DeleteAuthorizer(restAPI, id string) error {
	return c.account.update(func(t *tx) error {
		a, err := c.authorizer(t, restAPI, id)
		if err != nil {
			return err
		}
		for _, m := range list[apigateway.Method](t, c.apiKey(restAPI, "")) {
			if m.AuthorizerID == id && (m.Authorization == "CUSTOM" || m.Authorization == "COGNITO_USER_POOLS") {
				r, _ := load[apigateway.Resource](t, c.apiKey(restAPI, m.ResourceID))
				return conflict("Cannot delete authorizer '%s', is referenced in method: %s/%s", a.Name, r.Path, m.HTTPMethod)
			}
		}
		remove(t, a)
		return nil
	})
}

func (c *Client) authorizer(t *tx, restAPI, id string) (apigateway.Authorizer, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.Authorizer{}, err
	}
	a, ok := load[apigateway.Authorizer](t, c.apiKey(restAPI, id))
	if !ok {
		return a, notFound("Invalid Authorizer identifier specified")
	}
	return a, nil
}
