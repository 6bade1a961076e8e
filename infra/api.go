package infra

import (
	"io/fs"
	"slices"
)

// API is everything that distinguishes one API from another. It is a value: to deploy your own, write
// another API value and another folder of templates.
type API struct {
	// Name is a short name of lower-case letters, digits and dashes. Pulumi knows the resources by it, and it is a
	// part of physical names: choose it before the first deployment. Description is what people see.
	Name string
	// Aliases are the names that the API had, the first one first. With them another Name replaces nothing: Pulumi
	// finds what is deployed by them, and physical names keep the first.
	Aliases []string
	// Description is what the console shows.
	Description string
	// Version is the version in the API's OpenAPI document. 1.0.0 if empty.
	Version string
	// ExplainBodies answers a body that breaks its model with what is wrong with it, beside API Gateway's fixed message.
	// That names properties of the model, and repeats names and values of the body.
	ExplainBodies bool
	// Tables are what the API stores things in. The first is the one that the config's tableName renames.
	Tables []Table
	// Endpoints are the API's methods.
	Endpoints []Endpoint
	// Errors are responses that every endpoint has besides its own; an endpoint's own response with
	// the same When takes the place of one of these.
	Errors []Response
	// Quotas are the account's, where AWS has raised them.
	Quotas Quotas
	// Templates holds the request and response templates and the models by their paths.
	Templates fs.FS
}

// BackendErrors answers DynamoDB's refusals and failures without letting anything of them through:
// 429 when throttled, 400 for a request that DynamoDB finds invalid, 409 for a failed condition,
// 502 for every other refusal, 503 when DynamoDB fails.
var BackendErrors = []Response{
	{Status: 502, When: `4\d{2}`, Template: "error/4xx.response.vtl", Overrides: []int{400, 409, 429}},
	{Status: 503, When: `5\d{2}`, Template: "error/5xx.response.vtl"},
}

// Table is a DynamoDB table.
type Table struct {
	// Name tells the API's tables apart; the physical name is computed from it.
	Name         string
	PartitionKey Key
	// SortKey is absent when its Name is empty.
	SortKey Key
	Indexes []Index
	// Expires is a number attribute: DynamoDB deletes an item within a few days of the time in it, in
	// seconds since 1970. Declared endpoints treat such an item as deleted at once. Empty for a table whose
	// items stay. item.Type's Life gives the attribute its value.
	Expires string
}

// Key is an attribute that items are found by.
type Key struct {
	Name string
	Type KeyType
}

// KeyType is DynamoDB's name of a key's type.
type KeyType string

// The types that a key can have.
const (
	String KeyType = "S"
	Number KeyType = "N"
	Binary KeyType = "B"
)

// Index is a global secondary index that projects all attributes.
type Index struct {
	Name         string
	PartitionKey Key
	// SortKey is absent when its Name is empty.
	SortKey Key
}

// physical is the name in physical names, which must not change: the API's first.
func (a API) physical() string {
	if len(a.Aliases) > 0 {
		return a.Aliases[0]
	}
	return a.Name
}

// withErrors are the endpoint's own responses and those of the API's Errors that it has not replaced.
// A mock has no backend that could fail.
func (e Endpoint) withErrors(errors []Response) []Response {
	all := slices.Clone(e.Responses)
	if e.Action == Mock {
		return all
	}
	for _, r := range errors {
		if !slices.ContainsFunc(e.Responses, func(own Response) bool { return own.When == r.When }) {
			all = append(all, r)
		}
	}
	return all
}
