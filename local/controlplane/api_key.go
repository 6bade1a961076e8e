package controlplane

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// APIKeys are the keys of clients: apigateway:CreateApiKey, which makes up a value of forty characters
// when none is given, GetApiKey with its value, UpdateApiKey, which leaves the value, and DeleteApiKey,
// which takes the key out of its usage plans.
var APIKeys = Collection[apigateway.APIKey]{
	find: func(c *Client, t *store.Tx, k apigateway.APIKey) (apigateway.APIKey, error) { return c.key(t, k.ID) },
	create: func(c *Client, t *store.Tx, in *apigateway.APIKey) error {
		in.Region, in.ID = c.region, c.account.ids()
		in.ARN = c.apiARN("/apikeys/" + in.ID)
		in.CreatedDate, in.LastUpdatedDate = c.Now(), c.Now()
		if in.Value == "" {
			in.Value = c.Suffix(40)
		}
		if len(in.Value) < 20 {
			return badRequest("API Key value should be at least 20 characters")
		}
		if len(in.Value) > 128 {
			return badRequest("API Key value exceeds maximum size of 128 characters")
		}
		for _, other := range store.List[apigateway.APIKey](t, c.region+"/") {
			if other.Value == in.Value {
				return conflict("API Key already exists")
			}
		}
		return nil
	},
	update: func(c *Client, _ *store.Tx, old apigateway.APIKey, in *apigateway.APIKey) error {
		in.Region, in.ARN, in.Value = old.Region, old.ARN, old.Value
		in.CreatedDate, in.LastUpdatedDate = old.CreatedDate, c.Now()
		return nil
	},
	release: func(c *Client, t *store.Tx, k apigateway.APIKey) error {
		for _, u := range store.List[apigateway.UsagePlanKey](t, c.region+"/") {
			if u.KeyID == k.ID {
				store.Remove(t, u)
			}
		}
		return nil
	},
}

func (c *Client) key(t *store.Tx, id string) (apigateway.APIKey, error) {
	return store.Find[apigateway.APIKey](t, nil, c.region+"/"+id, notFound("Invalid API Key identifier specified"))
}
