package infra

import (
	"slices"
	"strings"
)

// Action is a DynamoDB operation, spelled as in an integration's URI: "GetItem".
type Action string

// The operations that an endpoint may call. Each needs exactly one IAM action, which has its name,
// so that one role can be given exactly one. The transactional and PartiQL operations are missing
// because IAM checks them element by element
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
const (
	GetItem        Action = "GetItem"
	BatchGetItem   Action = "BatchGetItem"
	Query          Action = "Query"
	Scan           Action = "Scan"
	PutItem        Action = "PutItem"
	UpdateItem     Action = "UpdateItem"
	DeleteItem     Action = "DeleteItem"
	BatchWriteItem Action = "BatchWriteItem"
)

var (
	readActions  = []Action{GetItem, BatchGetItem, Query, Scan}
	writeActions = []Action{PutItem, UpdateItem, DeleteItem, BatchWriteItem}
	// indexActions are those that take an IndexName.
	indexActions = []Action{Query, Scan}
	// verbActions lists what a verb may call. A GET that writes would be repeated by every cache,
	// crawler and retry; POST is free, since searching with a body is a POST too.
	verbActions = map[string][]Action{
		"GET":    readActions,
		"HEAD":   readActions,
		"POST":   slices.Concat(readActions, writeActions),
		"PUT":    {PutItem, UpdateItem, BatchWriteItem},
		"PATCH":  {UpdateItem},
		"DELETE": {DeleteItem, UpdateItem, BatchWriteItem},
	}
)

// Reads reports whether the action only reads.
func (a Action) Reads() bool { return slices.Contains(readActions, a) }

func (a Action) known() bool { return a.Reads() || slices.Contains(writeActions, a) }

// permission is the IAM action that the operation needs.
func (a Action) permission() string { return "dynamodb:" + string(a) }

func list[S ~string](values []S) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}
