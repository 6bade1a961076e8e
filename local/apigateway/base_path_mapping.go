package apigateway

// BasePathMapping leads a base path of a domain name to an API.
type BasePathMapping struct {
	BasePath  string // a segment, empty for every path that no other mapping has
	RestAPIID string
	StageName string // empty when the path's next segment names the stage
}
