package controlplane

import (
	"regexp"

	"lambdaless/local/apigateway"
)

// PutMethodResponse is apigateway:PutMethodResponse.
func (c *Client) PutMethodResponse(in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
	in.Region = c.region
	in.ID = "agmr-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod + "-" + in.StatusCode
	return in, c.account.update(func(t *tx) error {
		if _, err := c.method(t, in.RestAPIID, in.ResourceID, in.HTTPMethod); err != nil {
			return err
		}
		if _, ok := load[apigateway.MethodResponse](t, in.Key()); ok {
			return conflict("Response already exists for this resource")
		}
		if err := c.checkMethodResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// MethodResponse is apigateway:GetMethodResponse.
func (c *Client) MethodResponse(restAPI, resource, verb, status string) (r apigateway.MethodResponse, err error) {
	err = c.account.read(func(t *tx) (err error) {
		r, err = c.methodResponse(t, restAPI, resource, verb, status)
		return err
	})
	return r, err
}

// UpdateMethodResponse is apigateway:UpdateMethodResponse.
func (c *Client) UpdateMethodResponse(in apigateway.MethodResponse) (apigateway.MethodResponse, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.methodResponse(t, in.RestAPIID, in.ResourceID, in.HTTPMethod, in.StatusCode)
		if err != nil {
			return err
		}
		in.Region, in.ID = old.Region, old.ID
		if err := c.checkMethodResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteMethodResponse is apigateway:DeleteMethodResponse.
func (c *Client) DeleteMethodResponse(restAPI, resource, verb, status string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.methodResponse(t, restAPI, resource, verb, status)
		if err != nil {
			return err
		}
		remove(t, r)
		return nil
	})
}

var responseParameter = regexp.MustCompile(`^method\.response\.header\.[^\s]+$`)

func (c *Client) checkMethodResponse(t *tx, r apigateway.MethodResponse) error {
	for _, model := range sortedValues(r.ResponseModels) {
		if _, ok := load[apigateway.Model](t, c.apiKey(r.RestAPIID, model)); !ok {
			return badRequest("Invalid model identifier specified: %s", model)
		}
	}
	return checkMappings(sortedKeys(r.ResponseParameters), responseParameter.MatchString)
}

func (c *Client) methodResponse(t *tx, restAPI, resource, verb, status string) (apigateway.MethodResponse, error) {
	if _, err := c.method(t, restAPI, resource, verb); err != nil {
		return apigateway.MethodResponse{}, err
	}
	r, ok := load[apigateway.MethodResponse](t, c.apiKey(restAPI, resource, verb, status))
	if !ok {
		return r, notFound("Invalid Response status code specified")
	}
	return r, nil
}
