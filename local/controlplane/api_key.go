package controlplane

import "lambdaless/local/apigateway"

// CreateAPIKey is apigateway:CreateApiKey. AWS makes up a value of forty characters when none is given.
func (c *Client) CreateAPIKey(in apigateway.APIKey) (apigateway.APIKey, error) {
	in.Region, in.ID = c.region, c.account.ids()
	in.ARN = c.apiARN("/apikeys/" + in.ID)
	in.CreatedDate, in.LastUpdatedDate = c.Now(), c.Now()
	if in.Value == "" {
		in.Value = c.account.ids() + c.account.ids() + c.account.ids() + c.account.ids()
	}
	return in, c.account.update(func(t *tx) error {
		if len(in.Value) < 20 {
			return badRequest("API Key value should be at least 20 characters")
		}
		if len(in.Value) > 128 {
			return badRequest("API Key value exceeds maximum size of 128 characters")
		}
		for _, other := range list[apigateway.APIKey](t, c.region+"/") {
			if other.Value == in.Value {
				return conflict("API Key already exists")
			}
		}
		store(t, in)
		return nil
	})
}

// APIKey is apigateway:GetApiKey with its value.
func (c *Client) APIKey(id string) (k apigateway.APIKey, err error) {
	err = c.account.read(func(t *tx) (err error) {
		k, err = c.key(t, id)
		return err
	})
	return k, err
}

// UpdateAPIKey is apigateway:UpdateApiKey. The value stays.
func (c *Client) UpdateAPIKey(in apigateway.APIKey) (apigateway.APIKey, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.key(t, in.ID)
		if err != nil {
			return err
		}
		in.Region, in.ARN, in.Value = old.Region, old.ARN, old.Value
		in.CreatedDate, in.LastUpdatedDate = old.CreatedDate, c.Now()
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteAPIKey is apigateway:DeleteApiKey: the key leaves its usage plans.
func (c *Client) DeleteAPIKey(id string) error {
	return c.account.update(func(t *tx) error {
		k, err := c.key(t, id)
		if err != nil {
			return err
		}
		for _, u := range list[apigateway.UsagePlanKey](t, c.region+"/") {
			if u.KeyID == id {
				remove(t, u)
			}
		}
		remove(t, k)
		return nil
	})
}

func (c *Client) key(t *tx, id string) (apigateway.APIKey, error) {
	k, ok := load[apigateway.APIKey](t, c.region+"/"+id)
	if !ok {
		return k, notFound("Invalid API Key identifier specified")
	}
	return k, nil
}
