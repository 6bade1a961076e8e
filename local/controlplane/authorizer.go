package controlplane

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// Authorizers are the authorizers of REST APIs: apigateway:CreateAuthorizer, GetAuthorizer,
// UpdateAuthorizer and DeleteAuthorizer. An authorizer that a method uses cannot be deleted.
var Authorizers = Collection[apigateway.Authorizer]{
	find: func(c *Client, t *store.Tx, a apigateway.Authorizer) (apigateway.Authorizer, error) {
		_, err := c.restAPI(t, a.RestAPIID)
		return store.Find[apigateway.Authorizer](t, err, c.apiKey(a.RestAPIID, a.ID), notFound("Invalid Authorizer identifier specified"))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Authorizer) error {
		in.Region, in.ID = c.region, c.account.ids()
		in.ARN = c.apiARN("/restapis/" + in.RestAPIID + "/authorizers/" + in.ID)
		if _, err := c.restAPI(t, in.RestAPIID); err != nil { // AWS's answer about an API that does not exist
			return conflict("Unable to complete operation due to concurrent modification. Please try again later.")
		}
		if err := c.checkAuthorizerName(t, *in); err != nil {
			return err
		}
		return gatewayQuota(len(store.List[apigateway.Authorizer](t, c.apiKey(in.RestAPIID, ""))), maxAuthorizers, "Authorizers")
	},
	update: func(c *Client, t *store.Tx, old apigateway.Authorizer, in *apigateway.Authorizer) error {
		in.Region, in.ARN = old.Region, old.ARN
		return c.checkAuthorizerName(t, *in)
	},
	release: func(c *Client, t *store.Tx, a apigateway.Authorizer) error {
		for _, m := range store.List[apigateway.Method](t, c.apiKey(a.RestAPIID, "")) {
			if m.AuthorizerID == a.ID && (m.Authorization == "CUSTOM" || m.Authorization == "COGNITO_USER_POOLS") {
				return conflict("Cannot delete authorizer '%s', is referenced in method: %s", a.Name, c.methodPath(t, m))
			}
		}
		return nil
	},
}

func (c *Client) checkAuthorizerName(t *store.Tx, in apigateway.Authorizer) error {
	for _, other := range store.List[apigateway.Authorizer](t, c.apiKey(in.RestAPIID, "")) {
		if other.Name == in.Name && other.ID != in.ID {
			return badRequest("Authorizer name must be unique. Authorizer %s already exists in this RestApi.", in.Name)
		}
	}
	return nil
}
