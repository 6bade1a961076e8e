package dynamodb

// Element is one single-item request in a part: the part itself, or an element of a batch.
type Element struct {
	Key     Value // the object with the key's attributes: Key, or Item for a put; nil when the element has none
	Request Value // the object with the expressions that apply to the element
}

// Elements returns the single-item requests that a part stands for. A batch whose elements are not known
// has one element without a key.
func (p Part) Elements() []Element {
	switch p.Action {
	case "dynamodb:BatchGetItem":
		keys, ok := listOf(Get(p.Body, "Keys"))
		if !ok {
			return []Element{{Request: p.Body}}
		}
		elements := make([]Element, len(keys))
		for i, key := range keys {
			elements[i] = Element{Key: key, Request: p.Body}
		}
		return elements
	case "dynamodb:BatchWriteItem":
		writes, ok := listOf(p.Body)
		if !ok {
			return []Element{{Request: p.Body}}
		}
		var elements []Element
		for _, write := range writes {
			elements = append(elements, writeElements(write)...)
		}
		return elements
	}
	return []Element{singleElement(p.Body)}
}

// writeElements reads {PutRequest: {Item}} and {DeleteRequest: {Key}}.
func writeElements(write Value) []Element {
	members := membersOf(write)
	if len(members) == 0 {
		return []Element{{Request: write}}
	}
	var elements []Element
	for _, m := range members {
		elements = append(elements, singleElement(m.Value))
	}
	return elements
}

func singleElement(request Value) Element {
	key := Get(request, "Key")
	if key == nil {
		key = Get(request, "Item")
	}
	return Element{Key: key, Request: request}
}

func listOf(v Value) ([]Value, bool) {
	if v == nil {
		return nil, false
	}
	return v.Elements()
}

// KeyValue returns the value that an element gives a partition key, as {"S": "x"}: the attribute of its key or
// item, or what the equality in a Query's key condition compares it with. It is nil when the element names
// none, as a Scan, or when it cannot be read.
func (e Element) KeyValue(attribute string) Value {
	if e.Key != nil {
		return Get(e.Key, attribute)
	}
	if conditions := Get(e.Request, "KeyConditions"); conditions != nil {
		condition := Get(conditions, attribute)
		values := elementsOf(Get(condition, "AttributeValueList"))
		if text(Get(condition, "ComparisonOperator")) != "EQ" || len(values) != 1 {
			return nil
		}
		return values[0]
	}
	tokens := tokenize(text(Get(e.Request, "KeyConditionExpression")))
	var found Value
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i] != (token{symbolToken, "="}) {
			continue
		}
		name, value, last := tokens[i-1], tokens[i+1], i+2
		if name.kind == valueToken {
			name, value = value, name
		}
		isPath := last < len(tokens) && (tokens[last].text == "." || tokens[last].text == "[")
		if name.kind != attributeToken || value.kind != valueToken || isPath || attributeName(e.Request, name.text) != attribute {
			continue
		}
		if found != nil {
			return nil // two keys: DynamoDB refuses the request
		}
		found = Get(Get(e.Request, "ExpressionAttributeValues"), value.text)
	}
	return found
}

// Scalar returns what a key attribute's value holds, the x of {"S": x}, {"N": x} or {"B": x}; nil for any other.
func Scalar(v Value) Value {
	members := membersOf(v)
	if len(members) != 1 || members[0].Unknown {
		return nil
	}
	switch members[0].Name {
	case "S", "N", "B":
		return members[0].Value
	}
	return nil
}
