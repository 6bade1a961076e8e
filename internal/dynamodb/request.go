package dynamodb

import "fmt"

// Part is one table or index that a request addresses, and the IAM action that it needs there.
type Part struct {
	Action  string // dynamodb:GetItem; empty when it is not known
	Element string // the kind of a transaction's element: Get, Put, Update, Delete, ConditionCheck
	// Enclosing is the transaction that the part is an element of, as dynamodb:EnclosingOperation has it.
	Enclosing string
	Table     string // the table's name or ARN, as the request has it; empty when the operation names none
	Index     string // the index's name; empty for the table itself
	Resource  string // for an operation that is not about items: the ARN that it names, or "*"
	// Body is the object that has the TableName, or what stands under the table's name in RequestItems.
	Body Value
	// Problem says why the part is not known; empty otherwise. DynamoDB refuses a rendered request with
	// such a part before it touches anything.
	Problem string
	At      Value // where the problem is

	request Value // the whole request
}

// Parts takes a request apart into the tables and indexes that it addresses, in the request's order
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
// Every part of the request that may touch a table is in the result: one that is not known has a
// Problem. PartiQL statements are not read: their part has a Problem always.
func Parts(operation string, request Value) []Part {
	var parts []Part
	switch {
	case PartiQL(operation):
		parts = []Part{{Problem: "which tables a PartiQL statement touches is not read", At: request}}
	case operation == "BatchGetItem" || operation == "BatchWriteItem":
		parts = batchParts(operation, request)
	case operation == "TransactGetItems" || operation == "TransactWriteItems":
		parts = transactionParts(operation, request)
	case onItems(operation):
		parts = []Part{tablePart(operation, Part{Action: "dynamodb:" + operation, Body: request})}
	default:
		parts = []Part{otherPart(operation, request)}
	}
	for i := range parts {
		parts[i].request = request
	}
	return parts
}

// tablePart reads TableName and, for an operation that takes one, IndexName.
func tablePart(operation string, part Part) Part {
	problem := func(at Value, format string, values ...any) Part {
		part.Problem, part.At = fmt.Sprintf(format, values...), at
		return part
	}
	if _, ok := part.Body.Members(); !ok {
		return problem(part.Body, "the request is not an object but %s", part.Body)
	}
	name := Get(part.Body, "TableName")
	if name == nil {
		return problem(part.Body, "the request names no table (TableName)")
	}
	if part.Table, _ = name.Text(); part.Table == "" {
		return problem(name, "TableName is %s and not a literal", name)
	}
	if index := Get(part.Body, "IndexName"); index != nil && supportsIndex(operation) {
		if part.Index, _ = index.Text(); part.Index == "" {
			return problem(index, "IndexName is %s and not a literal", index)
		}
	}
	return part
}

func batchParts(operation string, request Value) []Part {
	items := Get(request, "RequestItems")
	if items == nil {
		return []Part{{Problem: "the request has no RequestItems", At: request}}
	}
	members, ok := items.Members()
	if !ok {
		return []Part{{Problem: "RequestItems is not an object with the tables' names", At: items}}
	}
	var parts []Part
	for _, m := range members {
		part := Part{Action: "dynamodb:" + operation, Table: m.Name, Body: m.Value}
		if m.Unknown || m.Name == "" {
			part.Table, part.At = "", m.Value
			part.Problem = fmt.Sprintf("a table's name in RequestItems is %s and not a literal", m.Name)
		}
		parts = append(parts, part)
	}
	return parts
}

// transactionParts reads each member of each element on its own: one that is not understood must not
// hide another.
func transactionParts(operation string, request Value) []Part {
	items := Get(request, "TransactItems")
	if items == nil {
		return []Part{{Problem: "the request has no TransactItems", At: request}}
	}
	list, ok := items.Elements()
	if !ok {
		return []Part{{Problem: "TransactItems is not a list of elements that are known", At: items}}
	}
	var parts []Part
	for _, item := range list {
		members := membersOf(item)
		if len(members) != 1 {
			parts = append(parts, Part{Problem: "a part of TransactItems is not an object with one kind of action", At: item})
		}
		for _, m := range members {
			action, ok := transactAction(operation, m.Name)
			part := Part{Action: action, Element: m.Name, Enclosing: operation, Body: m.Value}
			if m.Unknown || !ok {
				part.Problem, part.At = fmt.Sprintf("%s is not a kind of action that %s has", m.Name, operation), m.Value
				parts = append(parts, part)
				continue
			}
			parts = append(parts, tablePart(operation, part))
		}
	}
	return parts
}

// arnMembers are the request members that name other resources than tables by ARN.
var arnMembers = []string{"ResourceArn", "TableArn", "StreamArn", "BackupArn", "ExportArn", "ImportArn", "SourceTableArn"}

// otherPart is the resource of an operation that is not about items.
func otherPart(operation string, request Value) Part {
	part := Part{Action: "dynamodb:" + operation, Resource: "*", Body: request}
	if _, ok := request.Members(); !ok {
		part.Problem, part.At = fmt.Sprintf("the request is not an object but %s", request), request
		return part
	}
	if accountWide[operation] {
		return part
	}
	for _, member := range arnMembers {
		if arn := text(Get(request, member)); arn != "" {
			part.Resource = arn
			return part
		}
	}
	if name := text(Get(request, "GlobalTableName")); name != "" {
		part.Resource = globalTable + name
		return part
	}
	for _, member := range []string{"TableName", "TargetTableName"} {
		if name := text(Get(request, member)); name != "" {
			part.Resource, part.Table = "", name
			return part
		}
	}
	return part
}
