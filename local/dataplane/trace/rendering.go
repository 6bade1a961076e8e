package trace

// Rendering is a template and what it was rendered with. Secrets are masked.
type Rendering struct {
	Template string `json:"template"` // the file that it came from, or its place
	Text     string `json:"text"`
	Input    Input  `json:"input"`
}

// Input is what a template is rendered with, in the members that vtl.ReadDocument reads.
type Input struct {
	Body           string            `json:"body,omitempty"`
	Path           map[string]any    `json:"path,omitempty"`
	Querystring    map[string]any    `json:"querystring,omitempty"`
	Header         map[string]any    `json:"header,omitempty"`
	Context        map[string]any    `json:"context,omitempty"`
	StageVariables map[string]string `json:"stageVariables,omitempty"`
}
