package apigateway

// APIKey is a key that clients send as x-api-key.
type APIKey struct {
	Region          string            `json:"region"`
	ID              string            `json:"id"`
	Name            string            `json:"name"`
	Value           string            `json:"value"`
	Description     string            `json:"description"`
	Enabled         bool              `json:"enabled"`
	CustomerID      string            `json:"customerId,omitempty"`
	Tags            map[string]string `json:"tags,omitempty"`
	TagsAll         map[string]string `json:"tagsAll,omitempty"`
	ARN             string            `json:"arn"`
	CreatedDate     string            `json:"createdDate"`
	LastUpdatedDate string            `json:"lastUpdatedDate"`
}

func (APIKey) Kind() string { return "apigateway.ApiKey" }

func (k APIKey) Key() string { return k.Region + "/" + k.ID }
