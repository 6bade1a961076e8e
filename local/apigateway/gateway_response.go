package apigateway

// GatewayResponse customises an error that API Gateway itself answers with.
type GatewayResponse struct {
	Region             string            `json:"region"`
	ID                 string            `json:"id"`
	RestAPIID          string            `json:"restApiId"`
	ResponseType       string            `json:"responseType"`
	StatusCode         string            `json:"statusCode,omitempty"`
	ResponseParameters map[string]string `json:"responseParameters,omitempty"`
	ResponseTemplates  map[string]string `json:"responseTemplates,omitempty"`
}

func (GatewayResponse) Kind() string { return "apigateway.GatewayResponse" }

func (r GatewayResponse) Key() string { return r.Region + "/" + r.RestAPIID + "/" + r.ResponseType }
