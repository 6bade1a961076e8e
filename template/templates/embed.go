// Package templates holds the items' schemas, and the mapping templates and models that were made from them.
package templates

import "embed"

// FS is every template and model, by the path under this folder.
//
//go:embed */*
var FS embed.FS
