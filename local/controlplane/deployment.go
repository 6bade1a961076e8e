package controlplane

import (
	"slices"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// Deployments are frozen copies of REST APIs: apigateway:CreateDeployment, which with a stage name also
// creates that stage or points it to the copy, GetDeployment, UpdateDeployment, which changes the
// description alone, and DeleteDeployment. A stage that points to a deployment forbids its deletion,
// except the stage that the deployment made itself, which goes with it as the provider arranges.
var Deployments = Collection[apigateway.Deployment]{
	find: func(c *Client, t *store.Tx, d apigateway.Deployment) (apigateway.Deployment, error) {
		_, err := c.restAPI(t, d.RestAPIID)
		return store.Find[apigateway.Deployment](t, err, c.apiKey(d.RestAPIID, d.ID), notFound("Invalid Deployment identifier specified"))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Deployment) (err error) {
		in.Region, in.ID, in.CreatedDate = c.region, c.account.ids(), c.Now()
		if in.API, err = c.freeze(t, in.RestAPIID); err != nil || in.StageName == "" {
			return err
		}
		store.Put(t, *in) // the stage looks it up
		return c.stageOfDeployment(t, *in)
	},
	update: func(_ *Client, _ *store.Tx, old apigateway.Deployment, in *apigateway.Deployment) error {
		old.Description = in.Description
		*in = old
		return nil
	},
	release: func(c *Client, t *store.Tx, d apigateway.Deployment) error {
		for _, s := range store.List[apigateway.Stage](t, c.apiKey(d.RestAPIID, "")) {
			switch {
			case s.DeploymentID == d.ID && s.StageName == d.StageName:
				leaveStage(t, s)
				store.Remove(t, s)
			case s.DeploymentID == d.ID:
				return badRequest("Active stages pointing to this deployment must be moved or deleted")
			case s.CanarySettings != nil && s.CanarySettings.DeploymentID == d.ID:
				return badRequest("Active stages with canary settings pointing to this deployment must be moved or deleted")
			}
		}
		return nil
	},
	complete: func(c *Client, _ *store.Tx, d apigateway.Deployment) apigateway.Deployment { // from the deployment's own stage name
		d.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, d.RestAPIID+"/"+d.StageName)
		d.InvokeURL = c.account.invokeBase.Load().(string) + "/" + d.RestAPIID + "/" + d.StageName
		return d
	},
}

// stageOfDeployment creates or moves the stage that a deployment names itself.
func (c *Client) stageOfDeployment(t *store.Tx, d apigateway.Deployment) error {
	s, ok := store.Load[apigateway.Stage](t, c.apiKey(d.RestAPIID, d.StageName))
	if !ok {
		s = apigateway.Stage{RestAPIID: d.RestAPIID, StageName: d.StageName}
	}
	s.DeploymentID, s.Description, s.Variables = d.ID, d.StageDescription, d.Variables
	if !ok {
		if err := c.newStage(t, &s); err != nil {
			return err
		}
	} else if err := checkVariables(s.Variables); err != nil {
		return err
	}
	store.Put(t, s)
	return nil
}

// freeze copies everything of an API.
func (c *Client) freeze(t *store.Tx, restAPI string) (*apigateway.API, error) {
	r, err := c.restAPI(t, restAPI)
	if err != nil {
		return nil, err
	}
	prefix := c.apiKey(restAPI, "")
	methods := store.List[apigateway.Method](t, prefix)
	if len(methods) == 0 {
		return nil, badRequest("The REST API doesn't contain any methods")
	}
	byResource := map[string][]apigateway.Method{}
	for _, m := range methods {
		i, ok := store.Load[apigateway.Integration](t, m.Key())
		if !ok {
			return nil, badRequest("No integration defined for method")
		}
		i.IntegrationResponses = store.List[apigateway.IntegrationResponse](t, m.Key()+"/")
		m.Integration, m.Responses = &i, store.List[apigateway.MethodResponse](t, m.Key()+"/")
		byResource[m.ResourceID] = append(byResource[m.ResourceID], m)
	}
	resources := store.List[apigateway.Resource](t, prefix)
	for i, n := range resources {
		resources[i].Methods = byResource[n.ID]
	}
	slices.SortFunc(resources, func(a, b apigateway.Resource) int { return strings.Compare(a.Path, b.Path) })
	return &apigateway.API{
		RestAPI: r, AccountID: c.account.id, Resources: resources,
		Models:            store.List[apigateway.Model](t, prefix),
		RequestValidators: store.List[apigateway.RequestValidator](t, prefix),
		Authorizers:       store.List[apigateway.Authorizer](t, prefix),
		GatewayResponses:  store.List[apigateway.GatewayResponse](t, prefix),
	}, nil
}
