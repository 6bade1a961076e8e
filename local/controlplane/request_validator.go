package controlplane

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// RequestValidators say what of a request is checked: apigateway:CreateRequestValidator,
// GetRequestValidator, UpdateRequestValidator and DeleteRequestValidator. A validator that a method
// uses stays.
var RequestValidators = Collection[apigateway.RequestValidator]{
	find: func(c *Client, t *store.Tx, v apigateway.RequestValidator) (apigateway.RequestValidator, error) {
		return store.Find[apigateway.RequestValidator](t, nil, c.apiKey(v.RestAPIID, v.ID), notFound("Invalid Request Validator identifier specified"))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.RequestValidator) error {
		in.Region, in.ID = c.region, c.account.ids()
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return badRequest("Invalid REST API identifier specified")
		}
		return c.checkValidator(t, *in)
	},
	update: func(c *Client, t *store.Tx, old apigateway.RequestValidator, in *apigateway.RequestValidator) error {
		in.Region = old.Region
		return c.checkValidator(t, *in)
	},
	release: func(c *Client, t *store.Tx, v apigateway.RequestValidator) error {
		for _, m := range store.List[apigateway.Method](t, c.apiKey(v.RestAPIID, "")) {
			if m.RequestValidatorID == v.ID {
				return conflict("Cannot delete request validator '%s', is referenced in method request: %s", v.Name, c.methodPath(t, m))
			}
		}
		return nil
	},
}

// checkValidator refuses a validator without a name of its own in the API.
func (c *Client) checkValidator(t *store.Tx, in apigateway.RequestValidator) error {
	if in.Name == "" {
		return badRequest("Request Validator name cannot be blank")
	}
	for _, other := range store.List[apigateway.RequestValidator](t, c.apiKey(in.RestAPIID, "")) {
		if other.Name == in.Name && other.ID != in.ID {
			return badRequest("Request Validator name must be unique")
		}
	}
	return nil
}
