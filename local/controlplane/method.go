package controlplane

import (
	"maps"
	"slices"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// Methods are the methods of REST APIs: apigateway:PutMethod, GetMethod, UpdateMethod and DeleteMethod.
var Methods = Collection[apigateway.Method]{
	find: func(c *Client, t *store.Tx, m apigateway.Method) (apigateway.Method, error) {
		return c.method(t, m.RestAPIID, m.ResourceID, m.HTTPMethod)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Method) error {
		in.Region = c.region
		in.ID = "agm-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod
		if _, err := c.resource(t, in.RestAPIID, in.ResourceID); err != nil {
			return err
		}
		if _, ok := store.Load[apigateway.Method](t, in.Key()); ok {
			return conflict("Method already exists for this resource")
		}
		return c.checkMethod(t, *in)
	},
	update: func(c *Client, t *store.Tx, old apigateway.Method, in *apigateway.Method) error {
		in.Region, in.ID = old.Region, old.ID
		return c.checkMethod(t, *in)
	},
	release: func(_ *Client, t *store.Tx, m apigateway.Method) error { // integration and responses go with it
		store.RemoveAll[apigateway.MethodResponse](t, m.Key()+"/")
		store.RemoveAll[apigateway.IntegrationResponse](t, m.Key()+"/")
		store.Remove(t, apigateway.Integration{Region: m.Region, RestAPIID: m.RestAPIID, ResourceID: m.ResourceID, HTTPMethod: m.HTTPMethod})
		return nil
	},
}

func (c *Client) checkMethod(t *store.Tx, m apigateway.Method) error {
	switch m.Authorization {
	case "CUSTOM", "COGNITO_USER_POOLS":
		a, ok := store.Load[apigateway.Authorizer](t, c.apiKey(m.RestAPIID, m.AuthorizerID))
		if !ok || (m.Authorization == "COGNITO_USER_POOLS") != (a.Type == "COGNITO_USER_POOLS") {
			return badRequest("Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.")
		}
	}
	for _, model := range sortedValues(m.RequestModels) {
		if _, ok := store.Load[apigateway.Model](t, c.apiKey(m.RestAPIID, model)); !ok {
			return badRequest("Invalid model name specified: %s", model)
		}
	}
	if m.RequestValidatorID != "" {
		if _, ok := store.Load[apigateway.RequestValidator](t, c.apiKey(m.RestAPIID, m.RequestValidatorID)); !ok {
			return badRequest("Invalid Request Validator identifier specified")
		}
	}
	if err := checkContentTypes(m.RequestModels); err != nil {
		return err
	}
	return checkDeclarations(m)
}

func (c *Client) method(t *store.Tx, restAPI, resource, verb string) (apigateway.Method, error) {
	_, err := c.resource(t, restAPI, resource)
	return store.Find[apigateway.Method](t, err, c.apiKey(restAPI, resource, verb), notFound("Invalid Method identifier specified"))
}

// methodPath names a method in refusals: "/movies/{name}/GET".
func (c *Client) methodPath(t *store.Tx, m apigateway.Method) string {
	r, _ := store.Load[apigateway.Resource](t, c.apiKey(m.RestAPIID, m.ResourceID))
	return r.Path + "/" + m.HTTPMethod
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func sortedValues(m map[string]string) []string { return slices.Sorted(maps.Values(m)) }
