package controlplane

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// MethodResponses are the responses that methods declare: apigateway:PutMethodResponse,
// GetMethodResponse, UpdateMethodResponse and DeleteMethodResponse.
var MethodResponses = Collection[apigateway.MethodResponse]{
	find: func(c *Client, t *store.Tx, r apigateway.MethodResponse) (apigateway.MethodResponse, error) {
		return c.methodResponse(t, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.MethodResponse) error {
		in.Region = c.region
		in.ID = "agmr-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod + "-" + in.StatusCode
		if _, err := c.method(t, in.RestAPIID, in.ResourceID, in.HTTPMethod); err != nil {
			return err
		}
		if _, ok := store.Load[apigateway.MethodResponse](t, in.Key()); ok {
			return conflict("Response already exists for this resource")
		}
		return c.checkMethodResponse(t, *in)
	},
	update: func(c *Client, t *store.Tx, old apigateway.MethodResponse, in *apigateway.MethodResponse) error {
		in.Region, in.ID = old.Region, old.ID
		return c.checkMethodResponse(t, *in)
	},
}

func (c *Client) checkMethodResponse(t *store.Tx, r apigateway.MethodResponse) error {
	for _, model := range sortedValues(r.ResponseModels) {
		if _, ok := store.Load[apigateway.Model](t, c.apiKey(r.RestAPIID, model)); !ok {
			return badRequest("Invalid model name specified: %s", model)
		}
	}
	if err := checkContentTypes(r.ResponseModels); err != nil {
		return err
	}
	var p problems
	for _, parameter := range sortedKeys(r.ResponseParameters) {
		if !integrationResponseSide.target.MatchString(parameter) {
			p.parameter(parameter)
		}
	}
	return p.refusal(mappingSubject)
}

func (c *Client) methodResponse(t *store.Tx, restAPI, resource, verb, status string) (apigateway.MethodResponse, error) {
	_, err := c.method(t, restAPI, resource, verb)
	return store.Find[apigateway.MethodResponse](t, err, c.apiKey(restAPI, resource, verb, status), notFound("Invalid Response status code specified"))
}
