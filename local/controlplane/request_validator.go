package controlplane

import "lambdaless/local/apigateway"

// CreateRequestValidator is apigateway:CreateRequestValidator.
func (c *Client) CreateRequestValidator(in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
	in.Region, in.ID = c.region, c.account.ids()
	return in, c.account.update(func(t *tx) error {
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return notFound("Invalid REST API identifier specified")
		}
		if err := c.checkValidator(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// RequestValidator is apigateway:GetRequestValidator.
func (c *Client) RequestValidator(restAPI, id string) (v apigateway.RequestValidator, err error) {
	err = c.account.read(func(t *tx) (err error) {
		v, err = c.requestValidator(t, restAPI, id)
		return err
	})
	return v, err
}

// UpdateRequestValidator is apigateway:UpdateRequestValidator.
func (c *Client) UpdateRequestValidator(in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.requestValidator(t, in.RestAPIID, in.ID)
		if err != nil {
			return err
		}
		in.Region = old.Region
		if err := c.checkValidator(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// checkValidator refuses a validator without a name of its own in the API.
func (c *Client) checkValidator(t *tx, in apigateway.RequestValidator) error {
	if in.Name == "" {
		return badRequest("Request Validator name must be non-empty")
	}
	for _, other := range list[apigateway.RequestValidator](t, c.apiKey(in.RestAPIID, "")) {
		if other.Name == in.Name && other.ID != in.ID {
			return badRequest("Request Validator name must be unique")
		}
	}
	return nil
}

// DeleteRequestValidator is apigateway:DeleteRequestValidator. A validator that a method uses stays.
func (c *Client) DeleteRequestValidator(restAPI, id string) error {
	return c.account.update(func(t *tx) error {
		v, err := c.requestValidator(t, restAPI, id)
		if err != nil {
			return err
		}
		for _, m := range list[apigateway.Method](t, c.apiKey(restAPI, "")) {
			if m.RequestValidatorID == id {
				r, _ := load[apigateway.Resource](t, c.apiKey(restAPI, m.ResourceID))
				return conflict("Cannot delete request validator '%s', is referenced in method request: %s/%s", v.Name, r.Path, m.HTTPMethod)
			}
		}
		remove(t, v)
		return nil
	})
}

func (c *Client) requestValidator(t *tx, restAPI, id string) (apigateway.RequestValidator, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.RequestValidator{}, errNoValidator()
	}
	v, ok := load[apigateway.RequestValidator](t, c.apiKey(restAPI, id))
	if !ok {
		return v, errNoValidator()
	}
	return v, nil
}

func errNoValidator() error { return notFound("Invalid Request Validator identifier specified") }
