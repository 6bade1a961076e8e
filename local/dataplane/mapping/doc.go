// Package mapping evaluates what API Gateway maps requests and responses with: Velocity templates,
// mapping expressions such as method.request.path.id, uris with {placeholders}, and the texts of gateway
// responses and access logs, which know $-references and nothing else. Everything is parsed once, when a
// deployment is compiled; a Request is what it is evaluated on.
package mapping
