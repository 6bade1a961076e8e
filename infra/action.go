package infra

import (
	"slices"
	"strings"
)

// Action is a DynamoDB operation, spelled as in an integration's URI: "GetItem".
type Action string

// The operations that an endpoint may call. Each needs exactly one IAM action, which has its name,
// so that one role can be given exactly one; but IAM checks a transaction part by part
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html), so that
// TransactWriteItems needs an item.Transaction, which says what its parts are. PartiQL's operations are
// missing: their statements are text.
const (
	GetItem        Action = "GetItem"
	BatchGetItem   Action = "BatchGetItem"
	Query          Action = "Query"
	Scan           Action = "Scan"
	PutItem        Action = "PutItem"
	UpdateItem     Action = "UpdateItem"
	DeleteItem     Action = "DeleteItem"
	BatchWriteItem Action = "BatchWriteItem"

	TransactWriteItems Action = "TransactWriteItems"
)

// Mock calls no operation: API Gateway answers by itself, with a MOCK integration and without a role.
const Mock Action = "MOCK"

var (
	readActions  = []Action{GetItem, BatchGetItem, Query, Scan}
	writeActions = []Action{PutItem, UpdateItem, DeleteItem, BatchWriteItem, TransactWriteItems}
	// indexActions are those that take an IndexName.
	indexActions = []Action{Query, Scan}
	// verbActions lists what a verb may call. A GET that writes would be repeated by every cache,
	// crawler and retry, and takes an item.Update alone, which says so; POST is free, since searching with a
	// body is a POST too.
	verbActions = map[string][]Action{
		"GET":    readActions,
		"HEAD":   readActions,
		"POST":   slices.Concat(readActions, writeActions),
		"PUT":    {PutItem, UpdateItem, BatchWriteItem, TransactWriteItems},
		"PATCH":  {UpdateItem, TransactWriteItems},
		"DELETE": {DeleteItem, UpdateItem, BatchWriteItem, TransactWriteItems},
		// A browser asks with OPTIONS before it sends a request of another origin's page.
		"OPTIONS": nil,
	}
)

// Reads reports whether the action only reads.
func (a Action) Reads() bool { return slices.Contains(readActions, a) }

func (a Action) known() bool { return a == Mock || a.Reads() || slices.Contains(writeActions, a) }

func list[S ~string](values []S) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}
