// Package infra is what is deployed: an API of endpoints, each of which is a value, in front of
// DynamoDB tables, with one IAM role per method. Roles, methods, integrations, responses and the
// deployment's triggers are all computed from that one list, and everything that a policy must
// judge is known at preview.
package infra
