package dataplane

// API is what a deployment froze: everything of a RestApi that API Gateway snapshots. It is
// immutable once a deployment holds it, and it survives JSON unchanged, which is how the account
// stores it. Field names are those of API Gateway's control plane.
type API struct {
	ID                        string             `json:"id"`
	Name                      string             `json:"name"`
	Region                    string             `json:"region"`
	AccountID                 string             `json:"accountId"`
	APIKeySource              string             `json:"apiKeySource,omitempty"` // HEADER (default) or AUTHORIZER
	BinaryMediaTypes          []string           `json:"binaryMediaTypes,omitempty"`
	Policy                    string             `json:"policy,omitempty"` // resource policy document, empty for none
	DisableExecuteAPIEndpoint bool               `json:"disableExecuteApiEndpoint,omitempty"`
	Resources                 []Resource         `json:"resources"`
	Models                    []Model            `json:"models,omitempty"`
	RequestValidators         []RequestValidator `json:"requestValidators,omitempty"`
	Authorizers               []Authorizer       `json:"authorizers,omitempty"`
	GatewayResponses          []GatewayResponse  `json:"gatewayResponses,omitempty"`
}

// Resource is one node of the path tree. Path is absolute, with braces: "/", "/{name}", "/{proxy+}".
type Resource struct {
	ID       string   `json:"id"`
	ParentID string   `json:"parentId,omitempty"`
	PathPart string   `json:"pathPart,omitempty"`
	Path     string   `json:"path"`
	Methods  []Method `json:"methods,omitempty"`
}

// Method is a verb on a resource; HTTPMethod is upper case, or ANY.
type Method struct {
	HTTPMethod          string            `json:"httpMethod"`
	Authorization       string            `json:"authorization"` // NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS
	AuthorizerID        string            `json:"authorizerId,omitempty"`
	AuthorizationScopes []string          `json:"authorizationScopes,omitempty"`
	APIKeyRequired      bool              `json:"apiKeyRequired,omitempty"`
	RequestValidatorID  string            `json:"requestValidatorId,omitempty"`
	RequestParameters   map[string]bool   `json:"requestParameters,omitempty"` // "method.request.header.X": required
	RequestModels       map[string]string `json:"requestModels,omitempty"`     // content type: model name
	OperationName       string            `json:"operationName,omitempty"`
	Responses           []MethodResponse  `json:"responses,omitempty"`
	Integration         *Integration      `json:"integration,omitempty"`
}

// MethodResponse declares a status that the method may answer with.
type MethodResponse struct {
	StatusCode         string            `json:"statusCode"`
	ResponseModels     map[string]string `json:"responseModels,omitempty"`
	ResponseParameters map[string]bool   `json:"responseParameters,omitempty"`
}

// Integration is what a method calls.
type Integration struct {
	Type                 string                `json:"type"`                 // AWS, MOCK, HTTP, HTTP_PROXY, AWS_PROXY
	HTTPMethod           string                `json:"httpMethod,omitempty"` // towards the back end
	URI                  string                `json:"uri,omitempty"`
	Credentials          string                `json:"credentials,omitempty"` // ARN of the role to assume
	RequestParameters    map[string]string     `json:"requestParameters,omitempty"`
	RequestTemplates     map[string]string     `json:"requestTemplates,omitempty"`    // content type: template
	PassthroughBehavior  string                `json:"passthroughBehavior,omitempty"` // WHEN_NO_MATCH (default), WHEN_NO_TEMPLATES, NEVER
	ContentHandling      string                `json:"contentHandling,omitempty"`
	TimeoutMilliseconds  int                   `json:"timeoutMilliseconds,omitempty"` // 29000 by default
	CacheKeyParameters   []string              `json:"cacheKeyParameters,omitempty"`
	CacheNamespace       string                `json:"cacheNamespace,omitempty"`
	IntegrationResponses []IntegrationResponse `json:"integrationResponses,omitempty"`
}

// IntegrationResponse maps a back end's answer to a method response. An empty SelectionPattern is
// the default response.
type IntegrationResponse struct {
	StatusCode         string            `json:"statusCode"`
	SelectionPattern   string            `json:"selectionPattern,omitempty"`
	ResponseParameters map[string]string `json:"responseParameters,omitempty"`
	ResponseTemplates  map[string]string `json:"responseTemplates,omitempty"` // content type: template
	ContentHandling    string            `json:"contentHandling,omitempty"`
}

// Model is a JSON schema (draft 4) under a name.
type Model struct {
	Name        string `json:"name"`
	ContentType string `json:"contentType"`
	Schema      string `json:"schema"`
}

// RequestValidator says which parts of a request are checked before the integration.
type RequestValidator struct {
	ID                        string `json:"id"`
	Name                      string `json:"name"`
	ValidateRequestBody       bool   `json:"validateRequestBody"`
	ValidateRequestParameters bool   `json:"validateRequestParameters"`
}

// Authorizer is a REST API authorizer.
type Authorizer struct {
	ID                           string   `json:"id"`
	Name                         string   `json:"name"`
	Type                         string   `json:"type"` // TOKEN, REQUEST, COGNITO_USER_POOLS
	AuthorizerURI                string   `json:"authorizerUri,omitempty"`
	AuthorizerCredentials        string   `json:"authorizerCredentials,omitempty"`
	IdentitySource               string   `json:"identitySource,omitempty"`
	IdentityValidationExpression string   `json:"identityValidationExpression,omitempty"`
	ProviderARNs                 []string `json:"providerArns,omitempty"`
	ResultTTLInSeconds           int      `json:"authorizerResultTtlInSeconds,omitempty"`
}

// GatewayResponse customises an error that API Gateway itself answers with.
type GatewayResponse struct {
	ResponseType       string            `json:"responseType"`
	StatusCode         string            `json:"statusCode,omitempty"`
	ResponseParameters map[string]string `json:"responseParameters,omitempty"` // "gatewayresponse.header.X": "'v'" or an expression
	ResponseTemplates  map[string]string `json:"responseTemplates,omitempty"`
}
