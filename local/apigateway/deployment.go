package apigateway

// Deployment is an immutable snapshot of an API.
type Deployment struct {
	Region           string            `json:"region"`
	ID               string            `json:"id"`
	RestAPIID        string            `json:"restApi"`
	Description      string            `json:"description,omitempty"`
	StageName        string            `json:"stageName,omitempty"`
	StageDescription string            `json:"stageDescription,omitempty"`
	CanarySettings   *CanarySettings   `json:"canarySettings,omitempty"`
	Triggers         map[string]string `json:"triggers,omitempty"`
	Variables        map[string]string `json:"variables,omitempty"`
	CreatedDate      string            `json:"createdDate"`
	ExecutionARN     string            `json:"executionArn"`
	InvokeURL        string            `json:"invokeUrl,omitempty"`

	// API is the API as it was when the deployment was created. It never changes.
	API *API `json:"api,omitempty"`
}

func (Deployment) Kind() string { return "apigateway.Deployment" }

func (d Deployment) Key() string { return d.Region + "/" + d.RestAPIID + "/" + d.ID }
