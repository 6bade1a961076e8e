package apigateway

import (
	"strings"
)

// MethodResponse declares a status that a method may answer with.
type MethodResponse struct {
	Region             string            `json:"region"`
	ID                 string            `json:"id"`
	RestAPIID          string            `json:"restApi"`
	ResourceID         string            `json:"resourceId"`
	HTTPMethod         string            `json:"httpMethod"`
	StatusCode         string            `json:"statusCode"`
	ResponseModels     map[string]string `json:"responseModels,omitempty"`
	ResponseParameters map[string]bool   `json:"responseParameters,omitempty"`
}

func (MethodResponse) Kind() string { return "apigateway.MethodResponse" }

func (r MethodResponse) Key() string {
	return strings.Join([]string{r.Region, r.RestAPIID, r.ResourceID, r.HTTPMethod, r.StatusCode}, "/")
}
