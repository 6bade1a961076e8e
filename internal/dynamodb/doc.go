// Package dynamodb reads a DynamoDB request: which IAM actions it needs on which tables and indexes,
// which partition keys it names, and which attributes it touches. It works on requests that were
// rendered (Parse) and on those that an analysis has only followed through a template: both are a
// Value, whose parts may be unknown.
package dynamodb
