package dynamodb

// transactWriteActions are the elements of TransactWriteItems and the operation whose IAM action each
// needs (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
var transactWriteActions = map[string]string{
	"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem",
}

// PartiQL reports whether an operation takes PartiQL statements, whose tables are in the statements' text.
func PartiQL(operation string) bool {
	switch operation {
	case "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction":
		return true
	}
	return false
}

// onItems reports whether an operation reads or writes items by a request that Parts can take apart.
func onItems(operation string) bool {
	switch operation {
	case "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan",
		"BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems":
		return true
	}
	return false
}

// supportsIndex reports whether an operation takes an IndexName. It then needs its action on the index's
// ARN and not on the table's.
func supportsIndex(operation string) bool { return operation == "Query" || operation == "Scan" }

// transactAction is the IAM action of one element of a transaction, as dynamodb:ConditionCheckItem for a
// ConditionCheck in TransactWriteItems; false for a kind of element that the transaction does not have.
func transactAction(operation, element string) (string, bool) {
	switch {
	case operation == "TransactGetItems" && element == "Get":
		return "dynamodb:GetItem", true
	case operation == "TransactWriteItems" && transactWriteActions[element] != "":
		return "dynamodb:" + transactWriteActions[element], true
	}
	return "", false
}

// accountWide operations name no resource: IAM evaluates them on "*".
var accountWide = map[string]bool{
	"ListTables": true, "ListBackups": true, "ListGlobalTables": true, "ListStreams": true, "ListExports": true,
	"ListImports": true, "ListContributorInsights": true, "DescribeLimits": true, "DescribeEndpoints": true,
	"DescribeReservedCapacity": true,
}
