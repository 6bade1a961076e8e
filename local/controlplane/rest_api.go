package controlplane

import "strings"

// RestAPI is an API Gateway REST API.
type RestAPI struct {
	Region                    string                 `json:"region"`
	ID                        string                 `json:"id"`
	Name                      string                 `json:"name"`
	Description               string                 `json:"description,omitempty"`
	APIKeySource              string                 `json:"apiKeySource"`
	BinaryMediaTypes          []string               `json:"binaryMediaTypes,omitempty"`
	Body                      string                 `json:"body,omitempty"`
	DisableExecuteAPIEndpoint bool                   `json:"disableExecuteApiEndpoint"`
	EndpointConfiguration     *EndpointConfiguration `json:"endpointConfiguration"`
	FailOnWarnings            bool                   `json:"failOnWarnings,omitempty"`
	MinimumCompressionSize    string                 `json:"minimumCompressionSize,omitempty"`
	Parameters                map[string]string      `json:"parameters,omitempty"`
	Policy                    string                 `json:"policy,omitempty"`
	PutRestAPIMode            string                 `json:"putRestApiMode,omitempty"`
	Tags                      map[string]string      `json:"tags,omitempty"`
	TagsAll                   map[string]string      `json:"tagsAll,omitempty"`
	ARN                       string                 `json:"arn"`
	ExecutionARN              string                 `json:"executionArn"`
	CreatedDate               string                 `json:"createdDate"`
	RootResourceID            string                 `json:"rootResourceId"`
}

// EndpointConfiguration says how clients reach an API: EDGE (AWS's default), REGIONAL or PRIVATE.
type EndpointConfiguration struct {
	Types          string   `json:"types"`
	IPAddressType  string   `json:"ipAddressType,omitempty"`
	VPCEndpointIDs []string `json:"vpcEndpointIds,omitempty"`
}

func (RestAPI) kind() string  { return "apigateway.RestApi" }
func (r RestAPI) key() string { return r.Region + "/" + r.ID }

// CreateRestAPI is apigateway:CreateRestApi. The API comes with a root resource and AWS's two models.
func (c *Client) CreateRestAPI(in RestAPI) (RestAPI, error) {
	in.Region, in.ID = c.region, c.account.ids()
	in.ARN = c.apiARN("/restapis/" + in.ID)
	in.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, in.ID)
	in.CreatedDate = c.rfc3339()
	in.RootResourceID = c.account.ids()
	in = in.withDefaults()
	return in, c.account.update(func(t *tx) error {
		if err := c.checkAPI(in); err != nil {
			return err
		}
		store(t, in)
		store(t, Resource{Region: c.region, RestAPIID: in.ID, ID: in.RootResourceID, Path: "/"})
		for _, m := range defaultModels {
			m.Region, m.RestAPIID, m.ID = c.region, in.ID, c.account.ids()
			store(t, m)
		}
		return nil
	})
}

func (r RestAPI) withDefaults() RestAPI {
	if r.APIKeySource == "" {
		r.APIKeySource = "HEADER"
	}
	endpoint := EndpointConfiguration{Types: "EDGE"}
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
func (c *Client) checkAPI(r RestAPI) error {
	if r.Body != "" {
		return badRequest("the local AWS does not import OpenAPI documents (property \"body\"); describe the API with Resource, Method and Integration")
	}
	if r.Policy != "" {
		if err := checkResourcePolicy(r.Policy); err != nil {
			return badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid. (%v)", err)
		}
	}
	return nil
}

// RestAPI is apigateway:GetRestApi.
func (c *Client) RestAPI(id string) (r RestAPI, err error) {
	err = c.account.read(func(t *tx) (err error) {
		r, err = c.restAPI(t, id)
		return err
	})
	return r, err
}

// UpdateRestAPI is apigateway:UpdateRestApi.
func (c *Client) UpdateRestAPI(in RestAPI) (RestAPI, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.restAPI(t, in.ID)
		if err != nil {
			return err
		}
		in.Region, in.ARN, in.ExecutionARN = old.Region, old.ARN, old.ExecutionARN
		in.CreatedDate, in.RootResourceID = old.CreatedDate, old.RootResourceID
		in = in.withDefaults()
		if err := c.checkAPI(in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteRestAPI is apigateway:DeleteRestApi: everything of the API goes with it.
func (c *Client) DeleteRestAPI(id string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.restAPI(t, id)
		if err != nil {
			return err
		}
		prefix := r.key() + "/"
		removeAll[Resource](t, prefix)
		removeAll[Method](t, prefix)
		removeAll[MethodResponse](t, prefix)
		removeAll[Integration](t, prefix)
		removeAll[IntegrationResponse](t, prefix)
		removeAll[Model](t, prefix)
		removeAll[RequestValidator](t, prefix)
		removeAll[Authorizer](t, prefix)
		removeAll[GatewayResponse](t, prefix)
		removeAll[MethodSettings](t, prefix)
		removeAll[Stage](t, prefix)
		removeAll[Deployment](t, prefix)
		remove(t, r)
		return nil
	})
}

// RestAPIPolicy is the resource policy of an API, as a resource of its own.
type RestAPIPolicy struct {
	ID        string `json:"id"`
	RestAPIID string `json:"restApiId"`
	Policy    string `json:"policy"`
}

// PutRestAPIPolicy sets the API's resource policy.
func (c *Client) PutRestAPIPolicy(in RestAPIPolicy) (RestAPIPolicy, error) {
	in.ID = in.RestAPIID
	return in, c.account.update(func(t *tx) error {
		r, err := c.restAPI(t, in.RestAPIID)
		if err != nil {
			return err
		}
		r.Policy = in.Policy
		if err := c.checkAPI(r); err != nil {
			return err
		}
		store(t, r)
		return nil
	})
}

// RestAPIPolicy reads the API's resource policy; none is not found.
func (c *Client) RestAPIPolicy(restAPI string) (RestAPIPolicy, error) {
	r, err := c.RestAPI(restAPI)
	if err == nil && r.Policy == "" {
		err = notFound("The REST API has no resource policy")
	}
	return RestAPIPolicy{ID: restAPI, RestAPIID: restAPI, Policy: r.Policy}, err
}

// DeleteRestAPIPolicy removes the API's resource policy.
func (c *Client) DeleteRestAPIPolicy(restAPI string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.restAPI(t, restAPI)
		if err != nil {
			return err
		}
		r.Policy = ""
		store(t, r)
		return nil
	})
}

func (c *Client) restAPI(t *tx, id string) (RestAPI, error) {
	r, ok := load[RestAPI](t, c.region+"/"+id)
	if !ok || id == "" {
		return r, notFound("Invalid API identifier specified %s:%s", c.account.id, id)
	}
	return r, nil
}

// apiKey prefixes the keys of the records of one API.
func (c *Client) apiKey(restAPI string, parts ...string) string {
	return strings.Join(append([]string{c.region, restAPI}, parts...), "/")
}
