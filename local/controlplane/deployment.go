package controlplane

import (
	"encoding/json"
	"slices"
	"strings"

	"lambdaless/local/dataplane"
)

// Deployment is an immutable snapshot of an API.
type Deployment struct {
	Region           string            `json:"region"`
	ID               string            `json:"id"`
	RestAPIID        string            `json:"restApi"`
	Description      string            `json:"description,omitempty"`
	StageName        string            `json:"stageName,omitempty"`
	StageDescription string            `json:"stageDescription,omitempty"`
	CanarySettings   *CanarySettings   `json:"canarySettings,omitempty"`
	Triggers         map[string]string `json:"triggers,omitempty"`
	Variables        map[string]string `json:"variables,omitempty"`
	CreatedDate      string            `json:"createdDate"`
	ExecutionARN     string            `json:"executionArn"`
	InvokeURL        string            `json:"invokeUrl,omitempty"`

	// Snapshot is what was frozen: a dataplane.API as JSON.
	Snapshot json.RawMessage `json:"snapshot"`
}

func (Deployment) kind() string  { return "apigateway.Deployment" }
func (d Deployment) key() string { return d.Region + "/" + d.RestAPIID + "/" + d.ID }

// CreateDeployment is apigateway:CreateDeployment: it freezes the API as it is now. With a stage
// name it also creates that stage, or points it here.
func (c *Client) CreateDeployment(in Deployment) (Deployment, error) {
	in.Region, in.ID, in.CreatedDate = c.region, c.account.ids(), c.rfc3339()
	err := c.account.update(func(t *tx) error {
		api, err := c.freeze(t, in.RestAPIID)
		if err != nil {
			return err
		}
		in.Snapshot, err = json.Marshal(api)
		if err != nil {
			return err
		}
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
func (c *Client) stageOfDeployment(t *tx, d Deployment) error {
	s, ok := load[Stage](t, c.apiKey(d.RestAPIID, d.StageName))
	if !ok {
		s = Stage{RestAPIID: d.RestAPIID, StageName: d.StageName}
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
func (c *Client) withURLs(d Deployment) Deployment {
	d.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, d.RestAPIID+"/"+d.StageName)
	d.InvokeURL = c.account.invokeBase.Load().(string) + "/" + d.RestAPIID + "/" + d.StageName
	return d
}

// Deployment is apigateway:GetDeployment.
func (c *Client) Deployment(restAPI, id string) (d Deployment, err error) {
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
func (c *Client) UpdateDeployment(in Deployment) (Deployment, error) {
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
		for _, s := range list[Stage](t, c.apiKey(restAPI, "")) {
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

func (c *Client) deployment(t *tx, restAPI, id string) (Deployment, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return Deployment{}, err
	}
	d, ok := load[Deployment](t, c.apiKey(restAPI, id))
	if !ok {
		return d, notFound("Invalid Deployment identifier specified")
	}
	return d, nil
}

// freeze builds the snapshot of an API from its records.
func (c *Client) freeze(t *tx, restAPI string) (*dataplane.API, error) {
	r, err := c.restAPI(t, restAPI)
	if err != nil {
		return nil, err
	}
	api := &dataplane.API{
		ID: r.ID, Name: r.Name, Region: r.Region, AccountID: c.account.id,
		APIKeySource: r.APIKeySource, BinaryMediaTypes: r.BinaryMediaTypes, Policy: r.Policy,
		DisableExecuteAPIEndpoint: r.DisableExecuteAPIEndpoint,
	}
	prefix := c.apiKey(restAPI, "")
	methods := list[Method](t, prefix)
	if len(methods) == 0 {
		return nil, badRequest("The REST API doesn't contain any methods")
	}
	byResource := map[string][]dataplane.Method{}
	for _, m := range methods {
		frozen, err := c.freezeMethod(t, m)
		if err != nil {
			return nil, err
		}
		byResource[m.ResourceID] = append(byResource[m.ResourceID], frozen)
	}
	for _, n := range list[Resource](t, prefix) {
		api.Resources = append(api.Resources, dataplane.Resource{
			ID: n.ID, ParentID: n.ParentID, PathPart: n.PathPart, Path: n.Path, Methods: byResource[n.ID],
		})
	}
	slices.SortFunc(api.Resources, func(a, b dataplane.Resource) int { return strings.Compare(a.Path, b.Path) })
	for _, m := range list[Model](t, prefix) {
		api.Models = append(api.Models, dataplane.Model{Name: m.Name, ContentType: m.ContentType, Schema: m.Schema})
	}
	for _, v := range list[RequestValidator](t, prefix) {
		api.RequestValidators = append(api.RequestValidators, dataplane.RequestValidator{
			ID: v.ID, Name: v.Name, ValidateRequestBody: v.ValidateRequestBody, ValidateRequestParameters: v.ValidateRequestParameters,
		})
	}
	for _, a := range list[Authorizer](t, prefix) {
		api.Authorizers = append(api.Authorizers, dataplane.Authorizer{
			ID: a.ID, Name: a.Name, Type: a.Type, AuthorizerURI: a.AuthorizerURI, AuthorizerCredentials: a.AuthorizerCredentials,
			IdentitySource: a.IdentitySource, IdentityValidationExpression: a.IdentityValidationExpression,
			ProviderARNs: a.ProviderARNs, ResultTTLInSeconds: a.AuthorizerResultTTLInSeconds,
		})
	}
	for _, g := range list[GatewayResponse](t, prefix) {
		api.GatewayResponses = append(api.GatewayResponses, dataplane.GatewayResponse{
			ResponseType: g.ResponseType, StatusCode: g.StatusCode,
			ResponseParameters: g.ResponseParameters, ResponseTemplates: g.ResponseTemplates,
		})
	}
	return api, nil
}

func (c *Client) freezeMethod(t *tx, m Method) (dataplane.Method, error) {
	i, ok := load[Integration](t, m.key())
	if !ok {
		return dataplane.Method{}, badRequest("No integration defined for method")
	}
	out := dataplane.Method{
		HTTPMethod: m.HTTPMethod, Authorization: m.Authorization, AuthorizerID: m.AuthorizerID,
		AuthorizationScopes: m.AuthorizationScopes, APIKeyRequired: m.APIKeyRequired, OperationName: m.OperationName,
		RequestValidatorID: m.RequestValidatorID, RequestParameters: m.RequestParameters, RequestModels: m.RequestModels,
		Integration: &dataplane.Integration{
			Type: i.Type, HTTPMethod: i.IntegrationHTTPMethod, URI: i.URI, Credentials: i.Credentials,
			RequestParameters: i.RequestParameters, RequestTemplates: i.RequestTemplates,
			PassthroughBehavior: i.PassthroughBehavior, ContentHandling: i.ContentHandling,
			TimeoutMilliseconds: i.TimeoutMilliseconds, CacheKeyParameters: i.CacheKeyParameters, CacheNamespace: i.CacheNamespace,
		},
	}
	for _, r := range list[MethodResponse](t, m.key()+"/") {
		out.Responses = append(out.Responses, dataplane.MethodResponse{
			StatusCode: r.StatusCode, ResponseModels: r.ResponseModels, ResponseParameters: r.ResponseParameters,
		})
	}
	for _, r := range list[IntegrationResponse](t, m.key()+"/") {
		out.Integration.IntegrationResponses = append(out.Integration.IntegrationResponses, dataplane.IntegrationResponse{
			StatusCode: r.StatusCode, SelectionPattern: r.SelectionPattern, ContentHandling: r.ContentHandling,
			ResponseParameters: r.ResponseParameters, ResponseTemplates: r.ResponseTemplates,
		})
	}
	return out, nil
}
