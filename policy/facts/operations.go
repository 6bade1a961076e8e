package facts

import (
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// DynamoDB's operations on items. mixedOperations read or write depending on their statements.
var (
	ReadOperations  = []string{"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}
	WriteOperations = []string{"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
	mixedOperations = []string{"ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"}
)

// DataOperation reports whether an operation is one on items.
func DataOperation(operation string) bool {
	return slices.Contains(slices.Concat(ReadOperations, WriteOperations, mixedOperations), operation)
}

// Writes reports whether an integration may change data. An unknown operation may.
func Writes(in *rule.Context, i *model.Integration) bool {
	switch i.Backend() {
	case model.DynamoDB:
	case model.Lambda, model.HTTP, model.Mock:
		return i.Method.Verb != "GET" && i.Method.Verb != "HEAD" // what a function does, its verb says
	default:
		return true // a service gets a message, or whatever the request asks for
	}
	if slices.Contains(ReadOperations, i.URI.Operation) {
		return false
	}
	if slices.Contains(mixedOperations, i.URI.Operation) {
		needs := NeedsOf(in, i)
		return !needs.Complete() || slices.ContainsFunc(needs.Uses, func(use Use) bool {
			level, ok := iam.AccessLevelOf(use.Action)
			return !ok || level != iam.Read
		})
	}
	return true
}
