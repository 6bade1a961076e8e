package facts

import (
	"fmt"

	"lambdaless/policy/flow"
)

// Part is one table or index that a request may address.
type Part struct {
	Table, Index string
	// Elements are the kind of a transaction's part, as iam.RequiredActions takes it.
	Elements []string
	// Body is the object that has the TableName, or what a batch has for a table.
	Body *flow.Value
	// Problem says why the part is not known.
	Problem string
	Line    int
}

// RequestParts takes a DynamoDB request apart into the tables that it may address, over all alternatives
// that its template renders
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
	return tableParts(document, nil)
}

// tableParts reads TableName and IndexName.
func tableParts(body *flow.Value, elements []string) []Part {
	problem := func(line int, format string, args ...any) []Part {
		return []Part{{Elements: elements, Body: body, Problem: fmt.Sprintf(format, args...), Line: line}}
	}
	if body.Kind != flow.Object {
		return problem(body.Line, "the request is not an object that the template writes out")
	}
	name, index := body.Member("TableName"), body.Member("IndexName")
	switch {
	case name == nil:
		return problem(body.Line, "the request names no table (TableName)")
	case name.Optional:
		return problem(name.Line, "the request may leave TableName out")
	case len(name.Values) > 1 && index != nil && (len(index.Values) > 1 || index.Optional):
		return problem(name.Line, "the request has several TableName and several IndexName, so that it is not known which belong together")
	}
	var parts []Part
	for _, table := range name.Values {
		literal, ok := LiteralText(table)
		if !ok {
			return problem(table.Line, "TableName is %s and not a literal", Describe(table))
		}
		part := Part{Table: literal, Elements: elements, Body: body, Line: body.Line}
		if index == nil || index.Optional {
			parts = append(parts, part)
		}
		for _, v := range body.All("IndexName") {
			if part.Index, ok = LiteralText(v); !ok {
				return problem(v.Line, "IndexName is %s and not a literal", Describe(v))
			}
			parts = append(parts, part)
		}
	}
	return parts
}

func batchParts(document *flow.Value) []Part {
	if document.Kind != flow.Object || len(document.All("RequestItems")) == 0 {
		return []Part{{Problem: "RequestItems is not an object with the tables' names", Line: document.Line}}
	}
	var parts []Part
	for _, items := range document.All("RequestItems") {
		if items.Kind != flow.Object {
			parts = append(parts, Part{Problem: "RequestItems is not an object with the tables' names", Line: items.Line})
			continue
		}
		for _, m := range items.Members {
			name, ok := m.Key.Literal()
			if !ok {
				parts = append(parts, Part{Problem: fmt.Sprintf("a table's name in RequestItems is %s and not a literal", m.Key), Line: m.Line})
				continue
			}
			for _, v := range m.Values {
				parts = append(parts, Part{Table: name, Body: v, Line: m.Line})
			}
		}
	}
	return parts
}

func transactionParts(operation string, document *flow.Value) []Part {
	var parts []Part
	problem := func(line int, format string, args ...any) {
		parts = append(parts, Part{Problem: fmt.Sprintf(format, args...), Line: line})
	}
	lists := document.All("TransactItems")
	if len(lists) == 0 {
		problem(document.Line, "TransactItems is not a list that the template writes out")
	}
	for _, list := range lists {
		if list.Kind != flow.Array {
			problem(list.Line, "TransactItems is not a list that the template writes out")
			continue
		}
		for _, item := range list.Items {
			if item.Kind != flow.Object || len(item.Members) == 0 {
				problem(item.Line, "a part of TransactItems is not an object with one kind of action")
				continue
			}
			for _, m := range item.Members {
				kind, ok := m.Key.Literal()
				if !ok {
					problem(m.Line, "the kind of a transaction's part is %s and not a literal", m.Key)
					continue
				}
				var elements []string
				if operation == "TransactWriteItems" {
					elements = []string{kind}
				}
				for _, v := range m.Values {
					parts = append(parts, tableParts(v, elements)...)
				}
			}
		}
	}
	return parts
}

// LiteralText is the text of a string that only the template decides.
func LiteralText(v *flow.Value) (string, bool) {
	if v == nil || v.Kind != flow.String {
		return "", false
	}
	return v.Text.Literal()
}

// literalTexts are the literal alternatives of a member; all tells that there is no other.
func literalTexts(body *flow.Value, member string) (texts []string, all bool) {
	all = true
	for _, v := range body.All(member) {
		s, ok := LiteralText(v)
		if !ok {
			all = false
			continue
		}
		texts = append(texts, s)
	}
	return texts, all
}

// Describe shows a value in a message.
func Describe(v *flow.Value) string {
	switch v.Kind {
	case flow.Gap:
		return "‹" + v.Placeholder.Expr + "›"
	case flow.String:
		return fmt.Sprintf("%q", v.Text.String())
	case flow.Scalar:
		return v.Text.String()
	case flow.Object:
		var names []string
		for _, m := range v.Members {
			names = append(names, m.Key.String())
		}
		return "an object with " + OrNone(names)
	case flow.Array:
	}
	return "a list"
}
