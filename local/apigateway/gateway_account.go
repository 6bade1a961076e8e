package apigateway

// GatewayAccount are API Gateway's settings of an account in a region: one per region; the last writer wins.
type GatewayAccount struct {
	Region            string            `json:"region"`
	ID                string            `json:"id"`
	CloudwatchRoleARN string            `json:"cloudwatchRoleArn"`
	ResetOnDelete     bool              `json:"resetOnDelete,omitempty"`
	APIKeyVersion     string            `json:"apiKeyVersion"`
	Features          []string          `json:"features"`
	ThrottleSettings  []AccountThrottle `json:"throttleSettings"`
}

func (GatewayAccount) Kind() string { return "apigateway.Account" }

func (a GatewayAccount) Key() string { return a.Region }

// AccountThrottle is the throttle of an account in a region.
type AccountThrottle struct {
	BurstLimit int     `json:"burstLimit"`
	RateLimit  float64 `json:"rateLimit"`
}
