package controlplane

import (
	"slices"
	"strings"

	"lambdaless/local/apigateway"
)

// CreateDeployment is apigateway:CreateDeployment: it freezes the API as it is now. With a stage
// name it also creates that stage, or points it here.
func (c *Client) CreateDeployment(in apigateway.Deployment) (apigateway.Deployment, error) {
	in.Region, in.ID, in.CreatedDate = c.region, c.account.ids(), c.Now()
	err := c.account.update(func(t *tx) error {
		api, err := c.freeze(t, in.RestAPIID)
		if err != nil {
			return err
		}
		in.API = api
		store(t, in)
		if in.StageName == "" {
			return nil
		}
		return c.stageOfDeployment(t, in)
	})
	if err != nil {
		return in, err
	}
	return c.withURLs(in), nil
}

// stageOfDeployment creates or moves the stage that a deployment names itself.
func (c *Client) stageOfDeployment(t *tx, d apigateway.Deployment) error {
	s, ok := load[apigateway.Stage](t, c.apiKey(d.RestAPIID, d.StageName))
	if !ok {
		s = apigateway.Stage{RestAPIID: d.RestAPIID, StageName: d.StageName}
	}
	s.DeploymentID, s.Description, s.Variables = d.ID, d.StageDescription, d.Variables
	if ok {
		store(t, s)
		return nil
	}
	_, err := c.createStage(t, s)
	return err
}

// withURLs fills what the provider computes from the deployment's stage name.
func (c *Client) withURLs(d apigateway.Deployment) apigateway.Deployment {
	d.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, d.RestAPIID+"/"+d.StageName)
	d.InvokeURL = c.account.invokeBase.Load().(string) + "/" + d.RestAPIID + "/" + d.StageName
	return d
}

// Deployment is apigateway:GetDeployment.
func (c *Client) Deployment(restAPI, id string) (d apigateway.Deployment, err error) {
	err = c.account.read(func(t *tx) (err error) {
		d, err = c.deployment(t, restAPI, id)
		return err
	})
	if err != nil {
		return d, err
	}
	return c.withURLs(d), nil
}

// UpdateDeployment is apigateway:UpdateDeployment: only the description can change.
func (c *Client) UpdateDeployment(in apigateway.Deployment) (apigateway.Deployment, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.deployment(t, in.RestAPIID, in.ID)
		if err != nil {
			return err
		}
		old.Description = in.Description
		store(t, old)
		in = old
		return nil
	})
	if err != nil {
		return in, err
	}
	return c.withURLs(in), nil
}

// DeleteDeployment is apigateway:DeleteDeployment. A stage that points to it forbids that, except
// the stage that the deployment made itself, which goes with it as the provider arranges.
func (c *Client) DeleteDeployment(restAPI, id string) error {
	return c.account.update(func(t *tx) error {
		d, err := c.deployment(t, restAPI, id)
		if err != nil {
			return err
		}
		for _, s := range list[apigateway.Stage](t, c.apiKey(restAPI, "")) {
			switch {
			case s.DeploymentID == id && s.StageName == d.StageName:
				c.removeStage(t, s)
			case s.DeploymentID == id:
				return badRequest("Active stages pointing to this deployment must be moved or deleted")
			case s.CanarySettings != nil && s.CanarySettings.DeploymentID == id:
				return badRequest("Active stages with canary settings pointing to this deployment must be moved or deleted")
			}
		}
		remove(t, d)
		return nil
	})
}

func (c *Client) deployment(t *tx, restAPI, id string) (apigateway.Deployment, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.Deployment{}, err
	}
	d, ok := load[apigateway.Deployment](t, c.apiKey(restAPI, id))
	if !ok {
		return d, notFound("Invalid Deployment identifier specified")
	}
	return d, nil
}

// freeze copies everything of an API.
func (c *Client) freeze(t *tx, restAPI string) (*apigateway.API, error) {
	r, err := c.restAPI(t, restAPI)
	if err != nil {
		return nil, err
	}
	prefix := c.apiKey(restAPI, "")
	methods := list[apigateway.Method](t, prefix)
	if len(methods) == 0 {
		return nil, badRequest("The REST API doesn't contain any methods")
	}
	byResource := map[string][]apigateway.Method{}
	for _, m := range methods {
		i, ok := load[apigateway.Integration](t, m.Key())
		if !ok {
			return nil, badRequest("No integration defined for method")
		}
		i.IntegrationResponses = list[apigateway.IntegrationResponse](t, m.Key()+"/")
		m.Integration, m.Responses = &i, list[apigateway.MethodResponse](t, m.Key()+"/")
		byResource[m.ResourceID] = append(byResource[m.ResourceID], m)
	}
	resources := list[apigateway.Resource](t, prefix)
	for i, n := range resources {
		resources[i].Methods = byResource[n.ID]
	}
	slices.SortFunc(resources, func(a, b apigateway.Resource) int { return strings.Compare(a.Path, b.Path) })
	return &apigateway.API{
		RestAPI: r, AccountID: c.account.id, Resources: resources,
		Models:            list[apigateway.Model](t, prefix),
		RequestValidators: list[apigateway.RequestValidator](t, prefix),
		Authorizers:       list[apigateway.Authorizer](t, prefix),
		GatewayResponses:  list[apigateway.GatewayResponse](t, prefix),
	}, nil
}
