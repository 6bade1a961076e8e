package dataplane

import (
	"encoding/json"
	"strings"
)

// arnScope says in which partition, region and account a table's name is looked up.
type arnScope struct{ partition, region, account string }

// resource is the ARN of a table or index. DynamoDB takes a table's ARN in place of its name.
func (s arnScope) resource(table, index string) string {
	arn := table
	if !strings.HasPrefix(table, "arn:") {
		arn = "arn:" + s.partition + ":dynamodb:" + s.region + ":" + s.account + ":table/" + table
	}
	if index != "" {
		arn += "/index/" + index
	}
	return arn
}

// writeActions are the elements of TransactWriteItems and the action that each needs
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
var writeActions = map[string]string{
	"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem",
}

// accountWide operations name no resource.
var accountWide = set("ListTables", "ListBackups", "ListGlobalTables", "ListStreams", "ListExports", "ListImports",
	"ListContributorInsights", "DescribeLimits", "DescribeEndpoints", "DescribeReservedCapacity")

// arnMembers are the request members that name other resources than tables by ARN.
var arnMembers = []string{"ResourceArn", "TableArn", "StreamArn", "BackupArn", "ExportArn", "ImportArn", "SourceTableArn"}

// neededPermissions reads off a request which actions on which resources it asks for. known is
// false for an operation whose resources cannot be told. A request whose resources are missing or of
// the wrong type needs none: DynamoDB refuses it before it touches anything.
func neededPermissions(operation string, scope arnScope, request map[string]json.RawMessage) (needed []permission, known bool) {
	if request == nil {
		return nil, true
	}
	switch operation {
	case "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction": // GW-133
		return nil, false
	case "BatchGetItem", "BatchWriteItem":
		return batchPermissions(operation, scope, request), true
	case "TransactGetItems", "TransactWriteItems":
		return transactPermissions(operation, scope, request), true
	case "Query", "Scan":
		return tablePermission(operation, scope, request, text(request["IndexName"])), true
	case "GetItem", "PutItem", "UpdateItem", "DeleteItem":
		return tablePermission(operation, scope, request, ""), true
	}
	return []permission{{action: "dynamodb:" + operation, resource: otherResource(operation, scope, request)}}, true
}

func tablePermission(operation string, scope arnScope, request map[string]json.RawMessage, index string) []permission {
	table := text(request["TableName"])
	if table == "" {
		return nil
	}
	return []permission{{
		action: "dynamodb:" + operation, resource: scope.resource(table, index), table: table, index: index,
		elements: []map[string]json.RawMessage{request},
	}}
}

func batchPermissions(operation string, scope arnScope, request map[string]json.RawMessage) []permission {
	tables := object(request["RequestItems"])
	var needed []permission
	for _, table := range sortedKeys(tables) {
		needed = append(needed, permission{
			action: "dynamodb:" + operation, resource: scope.resource(table, ""), table: table,
			elements: batchElements(tables[table], request["ReturnConsumedCapacity"]),
		})
	}
	return needed
}

// batchElements brings both batch forms to the shape of single requests.
func batchElements(raw, capacity json.RawMessage) []map[string]json.RawMessage {
	var elements []map[string]json.RawMessage
	add := func(element map[string]json.RawMessage) {
		if capacity != nil {
			element["ReturnConsumedCapacity"] = capacity
		}
		elements = append(elements, element)
	}
	if get := object(raw); get != nil {
		for _, key := range list(get["Keys"]) {
			element := map[string]json.RawMessage{"Key": key}
			for _, member := range []string{"ProjectionExpression", "ExpressionAttributeNames", "AttributesToGet"} {
				element[member] = get[member]
			}
			add(element)
		}
	}
	for _, write := range list(raw) { // PutRequest: {Item}, DeleteRequest: {Key}
		for _, inner := range object(write) {
			if element := object(inner); element != nil {
				add(element)
			}
		}
	}
	return elements
}

// transactPermissions reads each element on its own: a member that we do not understand must not
// hide the others from us.
func transactPermissions(operation string, scope arnScope, request map[string]json.RawMessage) []permission {
	var needed []permission
	for _, item := range list(request["TransactItems"]) {
		members := object(item)
		for _, kind := range sortedKeys(members) {
			action, ok := writeActions[kind]
			if operation == "TransactGetItems" {
				action, ok = "GetItem", kind == "Get"
			}
			element := object(members[kind])
			table := text(element["TableName"])
			if !ok || table == "" {
				continue
			}
			needed = append(needed, permission{
				action: "dynamodb:" + action, resource: scope.resource(table, ""), table: table, enclosing: operation,
				elements: []map[string]json.RawMessage{element},
			})
		}
	}
	return needed
}

// otherResource is the resource of an operation that is not about items.
func otherResource(operation string, scope arnScope, request map[string]json.RawMessage) string {
	if accountWide[operation] {
		return "*"
	}
	for _, member := range arnMembers {
		if arn := text(request[member]); arn != "" {
			return arn
		}
	}
	if name := text(request["GlobalTableName"]); name != "" {
		return "arn:" + scope.partition + ":dynamodb::" + scope.account + ":global-table/" + name
	}
	for _, member := range []string{"TableName", "TargetTableName"} {
		if name := text(request[member]); name != "" {
			return scope.resource(name, "")
		}
	}
	return "*"
}

// text is a JSON string's value, "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// object is a JSON object's members, nil for anything else. Names are exact: decoding into a struct
// would match them in any case, and DynamoDB does not.
func object(raw json.RawMessage) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &members) != nil {
		return nil
	}
	return members
}

// list is a JSON array's elements, nil for anything else.
func list(raw json.RawMessage) []json.RawMessage {
	var elements []json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &elements) != nil {
		return nil
	}
	return elements
}
