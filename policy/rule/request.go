package rule

import (
	"fmt"

	"lambdaless/policy/flow"
)

// requestPart is one table or index that a request addresses.
type requestPart struct {
	table, index string
	// elements are the kind of a transaction's part, as iam.RequiredActions takes it.
	elements []string
	// body is the object that has the TableName.
	body *flow.Value
	// problem says why the part cannot be told.
	problem string
	line    int
}

// requestParts takes a DynamoDB request apart into the tables that it addresses
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
func requestParts(operation string, document *flow.Value) []requestPart {
	switch operation {
	case "BatchGetItem", "BatchWriteItem":
		return batchParts(document)
	case "TransactGetItems", "TransactWriteItems":
		return transactionParts(operation, document)
	case "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction":
		return []requestPart{{problem: "PartiQL statements are not followed: which tables they touch is not proven", line: document.Line}}
	}
	return []requestPart{tablePart(document, nil)}
}

// tablePart reads TableName and IndexName.
func tablePart(body *flow.Value, elements []string) requestPart {
	part := requestPart{elements: elements, body: body, line: body.Line}
	name := body.Get("TableName")
	switch {
	case body.Kind != flow.Object:
		part.problem = "the request is not an object that the template writes out"
		return part
	case name == nil:
		part.problem = "the request names no table (TableName)"
		return part
	}
	var ok bool
	if part.table, ok = literalText(name); !ok {
		part.problem, part.line = fmt.Sprintf("TableName is %s and not a literal", describe(name)), name.Line
		return part
	}
	if index := body.Get("IndexName"); index != nil {
		if part.index, ok = literalText(index); !ok {
			part.problem, part.line = fmt.Sprintf("IndexName is %s and not a literal", describe(index)), index.Line
		}
	}
	return part
}

func batchParts(document *flow.Value) []requestPart {
	items := document.Get("RequestItems")
	if items == nil || items.Kind != flow.Object {
		return []requestPart{{problem: "RequestItems is not an object with the tables' names", line: document.Line}}
	}
	var parts []requestPart
	for _, m := range items.Members {
		part := requestPart{body: m.Value, line: m.Line}
		var ok bool
		if part.table, ok = m.Key.Literal(); !ok {
			part.problem = fmt.Sprintf("a table's name in RequestItems is %s and not a literal", m.Key)
		}
		parts = append(parts, part)
	}
	return parts
}

func transactionParts(operation string, document *flow.Value) []requestPart {
	items := document.Get("TransactItems")
	if items == nil || items.Kind != flow.Array {
		return []requestPart{{problem: "TransactItems is not a list that the template writes out", line: document.Line}}
	}
	var parts []requestPart
	for _, item := range items.Items {
		if item.Kind != flow.Object || len(item.Members) != 1 {
			parts = append(parts, requestPart{problem: "a part of TransactItems is not an object with one kind of action", line: item.Line})
			continue
		}
		kind, ok := item.Members[0].Key.Literal()
		if !ok {
			parts = append(parts, requestPart{problem: fmt.Sprintf("the kind of a transaction's part is %s and not a literal", item.Members[0].Key), line: item.Line})
			continue
		}
		var elements []string
		if operation == "TransactWriteItems" {
			elements = []string{kind}
		}
		parts = append(parts, tablePart(item.Members[0].Value, elements))
	}
	return parts
}

func literalText(v *flow.Value) (string, bool) {
	if v == nil || v.Kind != flow.String {
		return "", false
	}
	return v.Text.Literal()
}

// describe shows a value in a message.
func describe(v *flow.Value) string {
	switch v.Kind {
	case flow.Gap:
		return "‹" + v.Hole.Expr + "›"
	case flow.String:
		return fmt.Sprintf("%q", v.Text.String())
	case flow.Scalar:
		return v.Text.String()
	case flow.Object:
		return "an object"
	default:
		return "a list"
	}
}
