package apigateway

// Authorizer is a REST API authorizer.
type Authorizer struct {
	Region                       string   `json:"region"`
	ID                           string   `json:"id"`
	RestAPIID                    string   `json:"restApi"`
	Name                         string   `json:"name"`
	Type                         string   `json:"type"`
	AuthorizerURI                string   `json:"authorizerUri,omitempty"`
	AuthorizerCredentials        string   `json:"authorizerCredentials,omitempty"`
	AuthorizerResultTTLInSeconds int      `json:"authorizerResultTtlInSeconds"`
	IdentitySource               string   `json:"identitySource,omitempty"`
	IdentityValidationExpression string   `json:"identityValidationExpression,omitempty"`
	ProviderARNs                 []string `json:"providerArns,omitempty"`
	ARN                          string   `json:"arn"`
}

func (Authorizer) Kind() string { return "apigateway.Authorizer" }

func (a Authorizer) Key() string { return a.Region + "/" + a.RestAPIID + "/" + a.ID }
