package apigateway

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

func (RestAPI) Kind() string { return "apigateway.RestApi" }

func (r RestAPI) Key() string { return r.Region + "/" + r.ID }

// EndpointConfiguration says how clients reach an API: EDGE (AWS's default), REGIONAL or PRIVATE.
type EndpointConfiguration struct {
	Types          string   `json:"types"`
	IPAddressType  string   `json:"ipAddressType,omitempty"`
	VPCEndpointIDs []string `json:"vpcEndpointIds,omitempty"`
}

// RestAPIPolicy is the resource policy of an API, as a resource of its own.
type RestAPIPolicy struct {
	ID        string `json:"id"`
	RestAPIID string `json:"restApiId"`
	Policy    string `json:"policy"`
}
