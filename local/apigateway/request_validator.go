package apigateway

// RequestValidator says which parts of a request are checked before the integration.
type RequestValidator struct {
	Region                    string `json:"region"`
	ID                        string `json:"id"`
	RestAPIID                 string `json:"restApi"`
	Name                      string `json:"name"`
	ValidateRequestBody       bool   `json:"validateRequestBody"`
	ValidateRequestParameters bool   `json:"validateRequestParameters"`
}

func (RequestValidator) Kind() string { return "apigateway.RequestValidator" }

func (v RequestValidator) Key() string { return v.Region + "/" + v.RestAPIID + "/" + v.ID }
