package iam

import (
	"fmt"
	"slices"
	"strings"
)

// elementActions are the IAM actions of operations whose request says element by element what it
// does. Transactions:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
// PartiQL:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
var elementActions = map[string]map[string]string{
	"TransactWriteItems": {
		"Put": "dynamodb:PutItem", "Update": "dynamodb:UpdateItem",
		"Delete": "dynamodb:DeleteItem", "ConditionCheck": "dynamodb:ConditionCheckItem",
	},
	"ExecuteStatement":      partiQL,
	"BatchExecuteStatement": partiQL,
	"ExecuteTransaction":    partiQL,
}

var partiQL = map[string]string{
	"SELECT": "dynamodb:PartiQLSelect", "INSERT": "dynamodb:PartiQLInsert",
	"UPDATE": "dynamodb:PartiQLUpdate", "DELETE": "dynamodb:PartiQLDelete",
}

// RequiredActions returns the IAM actions that a DynamoDB operation needs on each table or index
// that it addresses, sorted. Most operations need the action of their own name; TransactGetItems
// needs GetItem. TransactWriteItems and the PartiQL operations need one action for each kind of
// element: pass those in the request ("Put", "Update", "Delete", "ConditionCheck"; "SELECT",
// "INSERT", "UPDATE", "DELETE"). AWS does not say what EXISTS needs, so that it is unknown here. It is an error to pass none to these, any to others, or
// an operation that DynamoDB does not have.
func RequiredActions(operation string, elements ...string) ([]string, error) {
	perElement, needs := elementActions[operation]
	switch {
	case needs && len(elements) == 0:
		return nil, fmt.Errorf("%s: its IAM actions depend on its elements; name those in the request, of %s", operation, names(perElement))
	case !needs && len(elements) > 0:
		return nil, fmt.Errorf("%s: takes no elements, got %s", operation, strings.Join(elements, ", "))
	case needs:
		var actions []string
		for _, e := range elements {
			action, ok := perElement[e]
			if !ok {
				return nil, fmt.Errorf("%s: unknown element %q; expected one of %s", operation, e, names(perElement))
			}
			actions = append(actions, action)
		}
		slices.Sort(actions)
		return slices.Compact(actions), nil
	case operation == "TransactGetItems":
		return []string{"dynamodb:GetItem"}, nil
	}
	action := "dynamodb:" + operation
	if _, known := levels()[action]; !known || strings.HasPrefix(operation, "PartiQL") || operation == "ConditionCheckItem" {
		return nil, fmt.Errorf("%q is not an operation of DynamoDB", operation)
	}
	return []string{action}, nil
}

func names(m map[string]string) string {
	var list []string
	for name := range m {
		list = append(list, name)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// SupportsIndex reports whether an operation can address an index. It then needs its action on the
// index's ARN and not on the table's.
func SupportsIndex(operation string) bool {
	switch operation {
	case "Query", "Scan", "ExecuteStatement", "BatchExecuteStatement":
		return true
	}
	return false
}

// TableARN is the ARN of a table.
func TableARN(partition, region, account, table string) string {
	return fmt.Sprintf("arn:%s:dynamodb:%s:%s:table/%s", partition, region, account, table)
}

// IndexARN is the ARN of a table's index.
func IndexARN(tableARN, index string) string { return tableARN + "/index/" + index }

// SplitTableARN takes the ARN of a table or of an index apart into the table's ARN and the index's
// name, which is empty for a table. Both are empty for any other ARN.
func SplitTableARN(arn string) (table, index string) {
	segments := strings.SplitN(arn, ":", arnSegments)
	if len(segments) != arnSegments || segments[0] != "arn" || segments[2] != "dynamodb" {
		return "", ""
	}
	parts := strings.Split(segments[5], "/")
	switch {
	case parts[0] != "table" || len(parts) < 2 || parts[1] == "":
		return "", ""
	case len(parts) == 2:
		return arn, ""
	case len(parts) == 4 && parts[2] == "index" && parts[3] != "":
		return strings.TrimSuffix(arn, "/index/"+parts[3]), parts[3]
	}
	return "", ""
}
