package controlplane

import "lambdaless/local/apigateway"

// CreateRequestValidator is apigateway:CreateRequestValidator.
func (c *Client) CreateRequestValidator(in apigateway.RequestValidator) (apigateway.RequestValidator, error) {
	in.Region, in.ID = c.region, c.account.ids()
	return in, c.account.update(func(t *tx) error {
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
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
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteRequestValidator is apigateway:DeleteRequestValidator.
func (c *Client) DeleteRequestValidator(restAPI, id string) error {
	return c.account.update(func(t *tx) error {
		v, err := c.requestValidator(t, restAPI, id)
		if err != nil {
			return err
		}
		remove(t, v)
		return nil
	})
}

func (c *Client) requestValidator(t *tx, restAPI, id string) (apigateway.RequestValidator, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.RequestValidator{}, err
	}
	v, ok := load[apigateway.RequestValidator](t, c.apiKey(restAPI, id))
	if !ok {
		return v, notFound("Invalid Request Validator identifier specified")
	}
	return v, nil
}
