package apigateway

import (
	"strings"
)

// Method is a verb on a resource.
type Method struct {
	Region              string            `json:"region"`
	ID                  string            `json:"id"`
	RestAPIID           string            `json:"restApi"`
	ResourceID          string            `json:"resourceId"`
	HTTPMethod          string            `json:"httpMethod"`    // upper case, or ANY
	Authorization       string            `json:"authorization"` // NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS
	AuthorizerID        string            `json:"authorizerId,omitempty"`
	AuthorizationScopes []string          `json:"authorizationScopes,omitempty"`
	APIKeyRequired      bool              `json:"apiKeyRequired"`
	OperationName       string            `json:"operationName,omitempty"`
	RequestModels       map[string]string `json:"requestModels,omitempty"`     // content type: model name
	RequestParameters   map[string]bool   `json:"requestParameters,omitempty"` // "method.request.header.X": required
	RequestValidatorID  string            `json:"requestValidatorId,omitempty"`

	// Responses and Integration are filled in a deployment only.
	Responses   []MethodResponse `json:"methodResponses,omitempty"`
	Integration *Integration     `json:"methodIntegration,omitempty"`
}

func (Method) Kind() string { return "apigateway.Method" }

func (m Method) Key() string {
	return strings.Join([]string{m.Region, m.RestAPIID, m.ResourceID, m.HTTPMethod}, "/")
}
