package controlplane

// APIKey is a key that clients send as x-api-key.
type APIKey struct {
	Region          string            `json:"region"`
	ID              string            `json:"id"`
	Name            string            `json:"name"`
	Value           string            `json:"value"`
	Description     string            `json:"description"`
	Enabled         bool              `json:"enabled"`
	CustomerID      string            `json:"customerId,omitempty"`
	Tags            map[string]string `json:"tags,omitempty"`
	TagsAll         map[string]string `json:"tagsAll,omitempty"`
	ARN             string            `json:"arn"`
	CreatedDate     string            `json:"createdDate"`
	LastUpdatedDate string            `json:"lastUpdatedDate"`
}

func (APIKey) kind() string  { return "apigateway.ApiKey" }
func (k APIKey) key() string { return k.Region + "/" + k.ID }

// CreateAPIKey is apigateway:CreateApiKey. AWS makes up a value of forty characters when none is given.
func (c *Client) CreateAPIKey(in APIKey) (APIKey, error) {
	in.Region, in.ID = c.region, c.account.ids()
	in.ARN = c.apiARN("/apikeys/" + in.ID)
	in.CreatedDate, in.LastUpdatedDate = c.rfc3339(), c.rfc3339()
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
		for _, other := range list[APIKey](t, c.region+"/") {
			if other.Value == in.Value {
				return conflict("API Key already exists")
			}
		}
		store(t, in)
		return nil
	})
}

// APIKey is apigateway:GetApiKey with its value.
func (c *Client) APIKey(id string) (k APIKey, err error) {
	err = c.account.read(func(t *tx) (err error) {
		k, err = c.key(t, id)
		return err
	})
	return k, err
}

// UpdateAPIKey is apigateway:UpdateApiKey. The value stays.
func (c *Client) UpdateAPIKey(in APIKey) (APIKey, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.key(t, in.ID)
		if err != nil {
			return err
		}
		in.Region, in.ARN, in.Value = old.Region, old.ARN, old.Value
		in.CreatedDate, in.LastUpdatedDate = old.CreatedDate, c.rfc3339()
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
		for _, u := range list[UsagePlanKey](t, c.region+"/") {
			if u.KeyID == id {
				remove(t, u)
			}
		}
		remove(t, k)
		return nil
	})
}

func (c *Client) key(t *tx, id string) (APIKey, error) {
	k, ok := load[APIKey](t, c.region+"/"+id)
	if !ok {
		return k, notFound("Invalid API Key identifier specified")
	}
	return k, nil
}
