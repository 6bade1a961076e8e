// Package templates holds what the API says: one folder a resource with its mapping templates
// (<verb>.request.vtl, <verb>.response.vtl) and its models (<verb>.model.json), and error/ with
// the answers to DynamoDB's errors that all endpoints share.
package templates

import "embed"

// FS is every template and model, by the path under this folder, such as "movie/get.request.vtl".
//
//go:embed */*.vtl */*.json
var FS embed.FS
