// Package templates holds the mapping templates that were generated from the schema and the endpoints.
package templates

import "embed"

// FS is every template and model, by the path under this folder.
//
//go:embed */*.vtl */*.json
var FS embed.FS
