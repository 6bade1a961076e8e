package apigateway

// Resource is a node of an API's path tree. PathPart is empty for the root.
type Resource struct {
	Region    string `json:"region"`
	ID        string `json:"id"`
	RestAPIID string `json:"restApi"`
	ParentID  string `json:"parentId,omitempty"`
	PathPart  string `json:"pathPart,omitempty"`
	Path      string `json:"path"` // absolute, with braces: "/", "/{name}", "/{proxy+}"

	// Methods are filled in a deployment only; the control plane keeps each method as a record of its own.
	Methods []Method `json:"methods,omitempty"`
}

func (Resource) Kind() string { return "apigateway.Resource" }

func (r Resource) Key() string { return r.Region + "/" + r.RestAPIID + "/" + r.ID }
