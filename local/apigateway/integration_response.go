package apigateway

import (
	"strings"
)

// IntegrationResponse maps a back end's answer to a method response. An empty SelectionPattern is
// the default response.
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

func (IntegrationResponse) Kind() string { return "apigateway.IntegrationResponse" }

func (r IntegrationResponse) Key() string {
	return strings.Join([]string{r.Region, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode}, "/")
}
