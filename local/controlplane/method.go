package controlplane

import (
	"slices"

	"lambdaless/local/apigateway"
)

// PutMethod is apigateway:PutMethod.
func (c *Client) PutMethod(in apigateway.Method) (apigateway.Method, error) {
	in.Region = c.region
	in.ID = "agm-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod
	return in, c.account.update(func(t *tx) error {
		if _, err := c.resource(t, in.RestAPIID, in.ResourceID); err != nil {
			return err
		}
		if _, ok := load[apigateway.Method](t, in.Key()); ok {
			return conflict("Method already exists for this resource")
		}
		if err := c.checkMethod(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// Method is apigateway:GetMethod.
func (c *Client) Method(restAPI, resource, verb string) (m apigateway.Method, err error) {
	err = c.account.read(func(t *tx) (err error) {
		m, err = c.method(t, restAPI, resource, verb)
		return err
	})
	return m, err
}

// UpdateMethod is apigateway:UpdateMethod.
func (c *Client) UpdateMethod(in apigateway.Method) (apigateway.Method, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.method(t, in.RestAPIID, in.ResourceID, in.HTTPMethod)
		if err != nil {
			return err
		}
		in.Region, in.ID = old.Region, old.ID
		if err := c.checkMethod(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteMethod is apigateway:DeleteMethod: integration and responses go with it.
func (c *Client) DeleteMethod(restAPI, resource, verb string) error {
	return c.account.update(func(t *tx) error {
		m, err := c.method(t, restAPI, resource, verb)
		if err != nil {
			return err
		}
		removeAll[apigateway.MethodResponse](t, m.Key()+"/")
		removeAll[apigateway.IntegrationResponse](t, m.Key()+"/")
		remove(t, apigateway.Integration{Region: m.Region, RestAPIID: restAPI, ResourceID: resource, HTTPMethod: verb})
		remove(t, m)
		return nil
	})
}

func (c *Client) checkMethod(t *tx, m apigateway.Method) error {
	switch m.Authorization {
	case "CUSTOM", "COGNITO_USER_POOLS":
		a, ok := load[apigateway.Authorizer](t, c.apiKey(m.RestAPIID, m.AuthorizerID))
		if !ok || (m.Authorization == "COGNITO_USER_POOLS") != (a.Type == "COGNITO_USER_POOLS") {
			return badRequest("Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.")
		}
	}
	for _, model := range sortedValues(m.RequestModels) {
		if _, ok := load[apigateway.Model](t, c.apiKey(m.RestAPIID, model)); !ok {
			return badRequest("Invalid model name specified: %s", model)
		}
	}
	if m.RequestValidatorID != "" {
		if _, ok := load[apigateway.RequestValidator](t, c.apiKey(m.RestAPIID, m.RequestValidatorID)); !ok {
			return badRequest("Invalid Request Validator identifier specified")
		}
	}
	if err := checkContentTypes(m.RequestModels); err != nil {
		return err
	}
	return checkDeclarations(m)
}

func (c *Client) method(t *tx, restAPI, resource, verb string) (apigateway.Method, error) {
	if _, err := c.resource(t, restAPI, resource); err != nil {
		return apigateway.Method{}, err
	}
	m, ok := load[apigateway.Method](t, c.apiKey(restAPI, resource, verb))
	if !ok {
		return m, notFound("Invalid Method identifier specified")
	}
	return m, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sortedValues(m map[string]string) []string {
	values := make([]string, 0, len(m))
	for _, v := range m {
		values = append(values, v)
	}
	slices.Sort(values)
	return values
}
