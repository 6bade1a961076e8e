// Package openapi describes an API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html). It
// knows nothing of AWS but what API Gateway answers by itself.
package openapi
