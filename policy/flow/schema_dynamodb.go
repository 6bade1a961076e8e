package flow

// attributeValue is DynamoDB's AttributeValue in JSON
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html). DynamoDB
// writes numbers as strings that are JSON numbers.
var attributeValue = newAttributeValue()

func newAttributeValue() *Type {
	text := &Type{kinds: isString}
	number := &Type{kinds: isString, class: Number, nonEmpty: true}
	binary := &Type{kinds: isString, class: Word}
	flag := &Type{kinds: isBool}
	list := func(of *Type) *Type { return &Type{kinds: isList, items: of} }
	value := &Type{kinds: isMap}
	value.members = map[string]*Type{
		"S": text, "N": number, "B": binary, "BOOL": flag, "NULL": flag,
		"SS": list(text), "NS": list(number), "BS": list(binary), "L": list(value), "M": {kinds: isMap, rest: value},
	}
	return value
}

// TypeOfAnswer is the type of DynamoDB's answer to an operation. success tells that the template is
// that of a response for success; everything may be missing from an error. items tells that no request of a Query
// or a Scan asks for the count alone.
func TypeOfAnswer(operation string, success, items bool) *Type {
	item := &Type{kinds: isMap, rest: attributeValue}
	page := &Type{kinds: isList, items: item}
	const mostItems = 1 << 20 // one page has at most a megabyte
	count := &Type{kinds: isNumber, integer: true, min: new64(0), max: new64(mostItems)}
	t := &Type{kinds: isMap, members: map[string]*Type{"__type": {kinds: isString}, "message": {kinds: isString}}, required: map[string]bool{}}
	switch operation {
	case "GetItem":
		t.members["Item"] = item
	case "PutItem", "UpdateItem", "DeleteItem":
		t.members["Attributes"] = item
	case "Query", "Scan":
		t.members["Items"], t.members["LastEvaluatedKey"] = page, item
		t.members["Count"], t.members["ScannedCount"] = count, count
		t.required["Count"], t.required["ScannedCount"], t.required["Items"] = success, success, success && items
	case "BatchGetItem":
		t.members["Responses"] = &Type{kinds: isMap, rest: page}
	case "TransactGetItems":
		t.members["Responses"] = &Type{kinds: isList, items: &Type{kinds: isMap, members: map[string]*Type{"Item": item}}}
	default:
		return nil
	}
	return t
}
