package dynamodb

import "slices"

// attributeObjects are the request members whose members are attributes by name.
var attributeObjects = []string{"Key", "Item", "AttributeUpdates", "Expected", "KeyConditions", "QueryFilter", "ScanFilter"}

// expressionMembers are the request members that are expressions.
var expressionMembers = []string{
	"ProjectionExpression", "FilterExpression", "ConditionExpression", "UpdateExpression", "KeyConditionExpression",
}

// Attributes are the top-level attributes that a part reads, writes or tests by name, as the condition key
// dynamodb:Attributes has them
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
func (p Part) Attributes() []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	addMembers := func(v Value) {
		for _, m := range membersOf(v) {
			add(m.Name)
		}
	}
	for _, e := range p.Elements() {
		if p.Action == "dynamodb:BatchGetItem" {
			addMembers(e.Key)
		}
		for _, member := range attributeObjects {
			addMembers(Get(e.Request, member))
		}
		for _, name := range elementsOf(Get(e.Request, "AttributesToGet")) {
			add(text(name))
		}
		for _, member := range expressionMembers {
			for _, token := range tokenize(text(Get(e.Request, member))) {
				if token.kind == attributeToken {
					add(attributeName(e.Request, token.text))
				}
			}
		}
	}
	return names
}

// Option returns the values of a request parameter that is a condition key too: Select, ReturnValues or
// ReturnConsumedCapacity. An element of a batch or a transaction has the whole request's.
func (p Part) Option(name string) []string {
	var values []string
	for _, e := range p.Elements() {
		for _, v := range []Value{Get(e.Request, name), Get(p.request, name)} {
			if value := text(v); value != "" && !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
	}
	return values
}
