package controlplane

import (
	"strconv"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// RestAPIs are the APIs: apigateway:CreateRestApi, which comes with a root resource and AWS's two models,
// GetRestApi, UpdateRestApi and DeleteRestApi, which deletes everything of the API.
var RestAPIs = Collection[apigateway.RestAPI]{
	find: func(c *Client, t *store.Tx, r apigateway.RestAPI) (apigateway.RestAPI, error) {
		return c.restAPI(t, r.ID)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.RestAPI) error {
		in.Region, in.ID = c.region, c.account.ids()
		in.ARN = c.apiARN("/restapis/" + in.ID)
		in.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, in.ID)
		in.CreatedDate = c.Now()
		in.RootResourceID = c.account.ids()
		*in = apiDefaults(*in)
		if err := c.checkAPI(*in); err != nil {
			return err
		}
		store.Put(t, apigateway.Resource{Region: c.region, RestAPIID: in.ID, ID: in.RootResourceID, Path: "/"})
		for _, m := range defaultModels {
			m.Region, m.RestAPIID, m.ID = c.region, in.ID, c.account.ids()
			store.Put(t, m)
		}
		return nil
	},
	update: func(c *Client, _ *store.Tx, old apigateway.RestAPI, in *apigateway.RestAPI) error {
		in.Region, in.ARN, in.ExecutionARN = old.Region, old.ARN, old.ExecutionARN
		in.CreatedDate, in.RootResourceID = old.CreatedDate, old.RootResourceID
		*in = apiDefaults(*in)
		return c.checkAPI(*in)
	},
	release: func(_ *Client, t *store.Tx, r apigateway.RestAPI) error {
		prefix := r.Key() + "/"
		store.RemoveAll[apigateway.Resource](t, prefix)
		store.RemoveAll[apigateway.Method](t, prefix)
		store.RemoveAll[apigateway.MethodResponse](t, prefix)
		store.RemoveAll[apigateway.Integration](t, prefix)
		store.RemoveAll[apigateway.IntegrationResponse](t, prefix)
		store.RemoveAll[apigateway.Model](t, prefix)
		store.RemoveAll[apigateway.RequestValidator](t, prefix)
		store.RemoveAll[apigateway.Authorizer](t, prefix)
		store.RemoveAll[apigateway.GatewayResponse](t, prefix)
		store.RemoveAll[apigateway.MethodSettings](t, prefix)
		store.RemoveAll[apigateway.Stage](t, prefix)
		leavePlans(t, func(p apigateway.PlanStage) bool { return p.APIID == r.ID })
		store.RemoveAll[apigateway.Deployment](t, prefix)
		return nil
	},
}

func apiDefaults(r apigateway.RestAPI) apigateway.RestAPI {
	if r.APIKeySource == "" {
		r.APIKeySource = "HEADER"
	}
	endpoint := apigateway.EndpointConfiguration{Types: "EDGE"}
	if r.EndpointConfiguration != nil {
		endpoint = *r.EndpointConfiguration
	}
	if endpoint.IPAddressType == "" {
		endpoint.IPAddressType = "ipv4"
		if endpoint.Types == "PRIVATE" {
			endpoint.IPAddressType = "dualstack"
		}
	}
	r.EndpointConfiguration = &endpoint
	return r
}

// checkAPI refuses what the control plane refuses, and what this account cannot run.
func (c *Client) checkAPI(r apigateway.RestAPI) error {
	if r.Body != "" {
		return badRequest("the local AWS does not import OpenAPI documents (property \"body\"); describe the API with Resource, Method and Integration")
	}
	if text := r.MinimumCompressionSize; text != "" {
		if n, err := strconv.Atoi(text); err != nil || n < 0 || n > 10485760 {
			return badRequest("Invalid minimum compression size, must be between 0 and 10485760")
		}
	}
	if e := r.EndpointConfiguration; e.Types == "PRIVATE" && e.IPAddressType == "ipv4" {
		return badRequest("Only dualstack ipAddressType is supported for Private APIs.")
	}
	if r.Policy != "" {
		if err := checkResourcePolicy(r.Policy); err != nil {
			return badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid. (%v)", err)
		}
	}
	return nil
}

// PutRestAPIPolicy sets the API's resource policy.
func (c *Client) PutRestAPIPolicy(in apigateway.RestAPIPolicy) (apigateway.RestAPIPolicy, error) {
	in.ID = in.RestAPIID
	return in, c.account.store.Update(func(t *store.Tx) error {
		r, err := c.restAPI(t, in.RestAPIID)
		if err != nil {
			return err
		}
		r.Policy = in.Policy
		if err := c.checkAPI(r); err != nil {
			return err
		}
		store.Put(t, r)
		return nil
	})
}

// RestAPIPolicy reads the API's resource policy; none is not found.
func (c *Client) RestAPIPolicy(restAPI string) (apigateway.RestAPIPolicy, error) {
	r, err := RestAPIs.Get(c, apigateway.RestAPI{ID: restAPI})
	if err == nil && r.Policy == "" {
		err = notFound("The REST API has no resource policy")
	}
	return apigateway.RestAPIPolicy{ID: restAPI, RestAPIID: restAPI, Policy: r.Policy}, err
}

// DeleteRestAPIPolicy removes the API's resource policy.
func (c *Client) DeleteRestAPIPolicy(restAPI string) error {
	return c.account.store.Update(func(t *store.Tx) error {
		r, err := c.restAPI(t, restAPI)
		if err != nil {
			return err
		}
		r.Policy = ""
		store.Put(t, r)
		return nil
	})
}

func (c *Client) restAPI(t *store.Tx, id string) (apigateway.RestAPI, error) {
	return store.Find[apigateway.RestAPI](t, nil, c.region+"/"+id, notFound("Invalid API identifier specified %s:%s", c.account.id, id))
}

// apiKey prefixes the keys of the records of one API.
func (c *Client) apiKey(restAPI string, parts ...string) string {
	return strings.Join(append([]string{c.region, restAPI}, parts...), "/")
}
