package apigateway

// Model is a JSON schema under a name.
type Model struct {
	Region      string `json:"region"`
	ID          string `json:"id"`
	RestAPIID   string `json:"restApi"`
	Name        string `json:"name"`
	ContentType string `json:"contentType"`
	Description string `json:"description,omitempty"`
	Schema      string `json:"schema,omitempty"`
}

func (Model) Kind() string { return "apigateway.Model" }

func (m Model) Key() string { return m.Region + "/" + m.RestAPIID + "/" + m.Name }
