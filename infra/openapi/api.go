package openapi

// API is what a document is made from.
type API struct {
	Title       string
	Description string
	Version     string
	Endpoints   []Endpoint
	// Schemes are the security schemes that endpoints name.
	Schemes map[string]Scheme
}

// Endpoint is one operation.
type Endpoint struct {
	Method     string // in capitals
	Path       string // as API Gateway writes it: "/files/{rest+}"
	ID         string // operationId
	Summary    string
	Parameters []Parameter
	// Body is nil when no body is read.
	Body      *Body
	Responses []Response
	// Security names the scheme that lets clients in, empty for none, with the scopes of a token.
	Security string
	Scopes   []string
	// Refusals are the statuses with which API Gateway answers clients that are not let in.
	Refusals []int
}

// Parameter is a parameter of the path, the query string or the header.
type Parameter struct {
	In, Name string
	Required bool
	Schema   string // JSON schema; a string without bounds if empty
}

// Body is what a request brings. Name is the schema's among the document's components.
type Body struct {
	Name, Schema string
	// Explained says that a body that breaks the schema is answered with what is wrong with it, in "errors".
	Explained bool
}

// Response is an answer with one status. Without a Schema, an error is {"message": ...}, and everything else is
// any JSON.
type Response struct {
	Status  int
	Schema  string // JSON schema, draft 4 or later
	Headers []string
}

// Scheme is a security scheme.
type Scheme struct {
	Type         string `json:"type"`
	Description  string `json:"description"`
	In           string `json:"in,omitempty"`
	Name         string `json:"name,omitempty"`
	Scheme       string `json:"scheme,omitempty"`
	BearerFormat string `json:"bearerFormat,omitempty"`
	// Extension says how API Gateway checks the scheme
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html).
	Extension string `json:"x-amazon-apigateway-authtype,omitempty"`
}
