package controlplane

import (
	"regexp"
	"strings"
)

// IntegrationResponse maps a back end's answer to a method response.
type IntegrationResponse struct {
	Region             string            `json:"region"`
	ID                 string            `json:"id"`
	RestAPIID          string            `json:"restApi"`
	ResourceID         string            `json:"resourceId"`
	HTTPMethod         string            `json:"httpMethod"`
	StatusCode         string            `json:"statusCode"`
	SelectionPattern   string            `json:"selectionPattern,omitempty"`
	ContentHandling    string            `json:"contentHandling,omitempty"`
	ResponseParameters map[string]string `json:"responseParameters,omitempty"`
	ResponseTemplates  map[string]string `json:"responseTemplates,omitempty"`
}

func (IntegrationResponse) kind() string { return "apigateway.IntegrationResponse" }
func (r IntegrationResponse) key() string {
	return strings.Join([]string{r.Region, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode}, "/")
}

// PutIntegrationResponse is apigateway:PutIntegrationResponse. The integration and the method
// response must be there. Like AWS's, it replaces a response that is there.
func (c *Client) PutIntegrationResponse(in IntegrationResponse) (IntegrationResponse, error) {
	in.Region = c.region
	in.ID = "agir-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod + "-" + in.StatusCode
	return in, c.account.update(func(t *tx) error {
		if err := c.checkIntegrationResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// IntegrationResponse is apigateway:GetIntegrationResponse.
func (c *Client) IntegrationResponse(restAPI, resource, verb, status string) (r IntegrationResponse, err error) {
	err = c.account.read(func(t *tx) (err error) {
		r, err = c.integrationResponse(t, restAPI, resource, verb, status)
		return err
	})
	return r, err
}

// UpdateIntegrationResponse is apigateway:UpdateIntegrationResponse.
func (c *Client) UpdateIntegrationResponse(in IntegrationResponse) (IntegrationResponse, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.integrationResponse(t, in.RestAPIID, in.ResourceID, in.HTTPMethod, in.StatusCode)
		if err != nil {
			return err
		}
		in.Region, in.ID = old.Region, old.ID
		if err := c.checkIntegrationResponse(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteIntegrationResponse is apigateway:DeleteIntegrationResponse.
func (c *Client) DeleteIntegrationResponse(restAPI, resource, verb, status string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.integrationResponse(t, restAPI, resource, verb, status)
		if err != nil {
			return err
		}
		remove(t, r)
		return nil
	})
}

var responseSource = regexp.MustCompile(`^('.*'|integration\.response\.(header|multivalueheader)\.[^\s]+|integration\.response\.body(\..+)?|stageVariables\.\w+|context\.[\w.-]+)$`)

func (c *Client) checkIntegrationResponse(t *tx, r IntegrationResponse) error {
	if _, err := c.integration(t, r.RestAPIID, r.ResourceID, r.HTTPMethod); err != nil {
		return err
	}
	m, err := c.methodResponse(t, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode)
	if err != nil {
		return err
	}
	declared := func(expression string) bool {
		_, ok := m.ResponseParameters[expression]
		return ok
	}
	if err := checkMappings(sortedKeys(r.ResponseParameters), declared); err != nil {
		return err
	}
	return checkMappings(sortedValues(r.ResponseParameters), responseSource.MatchString)
}

func (c *Client) integrationResponse(t *tx, restAPI, resource, verb, status string) (IntegrationResponse, error) {
	if _, err := c.integration(t, restAPI, resource, verb); err != nil {
		return IntegrationResponse{}, err
	}
	r, ok := load[IntegrationResponse](t, c.apiKey(restAPI, resource, verb, status))
	if !ok {
		return r, notFound("Invalid Response status code specified")
	}
	return r, nil
}
