package apigateway

import (
	"strings"
)

// Integration is what a method calls.
type Integration struct {
	Region                string            `json:"region"`
	ID                    string            `json:"id"`
	RestAPIID             string            `json:"restApi"`
	ResourceID            string            `json:"resourceId"`
	HTTPMethod            string            `json:"httpMethod"`
	Type                  string            `json:"type"`                            // AWS, MOCK, HTTP, HTTP_PROXY, AWS_PROXY
	IntegrationHTTPMethod string            `json:"integrationHttpMethod,omitempty"` // towards the back end
	URI                   string            `json:"uri,omitempty"`
	Credentials           string            `json:"credentials,omitempty"` // ARN of the role to assume
	ConnectionType        string            `json:"connectionType,omitempty"`
	ConnectionID          string            `json:"connectionId,omitempty"`
	ContentHandling       string            `json:"contentHandling,omitempty"`
	RequestParameters     map[string]string `json:"requestParameters,omitempty"`
	RequestTemplates      map[string]string `json:"requestTemplates,omitempty"` // content type: template
	PassthroughBehavior   string            `json:"passthroughBehavior"`        // WHEN_NO_MATCH (default), WHEN_NO_TEMPLATES, NEVER
	CacheKeyParameters    []string          `json:"cacheKeyParameters,omitempty"`
	CacheNamespace        string            `json:"cacheNamespace"`
	TimeoutMilliseconds   int               `json:"timeoutMilliseconds"` // 29000 by default
	TLSConfig             *TLSConfig        `json:"tlsConfig,omitempty"`

	// IntegrationResponses are filled in a deployment only.
	IntegrationResponses []IntegrationResponse `json:"integrationResponses,omitempty"`
}

func (Integration) Kind() string { return "apigateway.Integration" }

func (i Integration) Key() string {
	return strings.Join([]string{i.Region, i.RestAPIID, i.ResourceID, i.HTTPMethod}, "/")
}

// TLSConfig is how an HTTP integration checks the back end's certificate.
type TLSConfig struct {
	InsecureSkipVerification bool `json:"insecureSkipVerification"`
}
