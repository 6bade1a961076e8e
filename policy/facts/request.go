package facts

import (
	"fmt"

	"lambdaless/policy/flow"
)

// Part is one table or index that a request addresses.
type Part struct {
	Table, Index string
	// elements are the kind of a transaction's part, as iam.RequiredActions takes it.
	Elements []string
	// body is the object that has the TableName.
	Body *flow.Value
	// problem says why the part cannot be told.
	Problem string
	Line    int
}

// RequestParts takes a DynamoDB request apart into the tables that it addresses
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
func RequestParts(operation string, document *flow.Value) []Part {
	switch operation {
	case "BatchGetItem", "BatchWriteItem":
		return batchParts(document)
	case "TransactGetItems", "TransactWriteItems":
		return transactionParts(operation, document)
	case "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction":
		return []Part{{Problem: "PartiQL statements are not followed: which tables they touch is not proven", Line: document.Line}}
	}
	return []Part{tablePart(document, nil)}
}

// tablePart reads TableName and IndexName.
func tablePart(body *flow.Value, elements []string) Part {
	part := Part{Elements: elements, Body: body, Line: body.Line}
	name := body.Get("TableName")
	switch {
	case body.Kind != flow.Object:
		part.Problem = "the request is not an object that the template writes out"
		return part
	case name == nil:
		part.Problem = "the request names no table (TableName)"
		return part
	}
	var ok bool
	if part.Table, ok = LiteralText(name); !ok {
		part.Problem, part.Line = fmt.Sprintf("TableName is %s and not a literal", Describe(name)), name.Line
		return part
	}
	if index := body.Get("IndexName"); index != nil {
		if part.Index, ok = LiteralText(index); !ok {
			part.Problem, part.Line = fmt.Sprintf("IndexName is %s and not a literal", Describe(index)), index.Line
		}
	}
	return part
}

func batchParts(document *flow.Value) []Part {
	items := document.Get("RequestItems")
	if items == nil || items.Kind != flow.Object {
		return []Part{{Problem: "RequestItems is not an object with the tables' names", Line: document.Line}}
	}
	var parts []Part
	for _, m := range items.Members {
		part := Part{Body: m.Value, Line: m.Line}
		var ok bool
		if part.Table, ok = m.Key.Literal(); !ok {
			part.Problem = fmt.Sprintf("a table's name in RequestItems is %s and not a literal", m.Key)
		}
		parts = append(parts, part)
	}
	return parts
}

func transactionParts(operation string, document *flow.Value) []Part {
	items := document.Get("TransactItems")
	if items == nil || items.Kind != flow.Array {
		return []Part{{Problem: "TransactItems is not a list that the template writes out", Line: document.Line}}
	}
	var parts []Part
	for _, item := range items.Items {
		if item.Kind != flow.Object || len(item.Members) != 1 {
			parts = append(parts, Part{Problem: "a part of TransactItems is not an object with one kind of action", Line: item.Line})
			continue
		}
		kind, ok := item.Members[0].Key.Literal()
		if !ok {
			parts = append(parts, Part{Problem: fmt.Sprintf("the kind of a transaction's part is %s and not a literal", item.Members[0].Key), Line: item.Line})
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

func LiteralText(v *flow.Value) (string, bool) {
	if v == nil || v.Kind != flow.String {
		return "", false
	}
	return v.Text.Literal()
}

// Describe shows a value in a message.
func Describe(v *flow.Value) string {
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
