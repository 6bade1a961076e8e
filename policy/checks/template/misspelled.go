package template

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

// requestNames are the members of DynamoDB's requests below the table's name
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
var requestNames = []string{
	"TableName", "IndexName", "Key", "Keys", "Item", "ConsistentRead", "ProjectionExpression", "ConditionExpression", "UpdateExpression",
	"FilterExpression", "KeyConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues", "ExclusiveStartKey", "ScanIndexForward",
	"Select", "Limit", "Segment", "TotalSegments", "ReturnValues", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics",
	"ReturnValuesOnConditionCheckFailure", "AttributesToGet", "AttributeUpdates", "Expected", "ConditionalOperator", "KeyConditions", "QueryFilter", "ScanFilter",
}

// misspelled judges members that DynamoDB does not know and that are written almost like one that it does: it ignores
// them, and reads or writes what they were to keep it from.
func (c *acceptance) misspelled(part facts.Part) {
	for _, m := range part.Body.Members {
		name, literal := m.Key.Literal()
		if !literal || slices.Contains(requestNames, name) || c.seen[name] {
			continue
		}
		i := slices.IndexFunc(requestNames, func(known string) bool { return almost(name, known) })
		if i < 0 {
			continue
		}
		c.seen[name] = true
		f := rule.Violated(c.i.Node, "%s writes %q, which DynamoDB ignores", c.i.Method.Route(), name)
		c.findings = append(c.findings, f.Counter("the request does the same without it").At(c.a.Source, m.Line).Remedy("write %q", requestNames[i]))
	}
}

// almost reports whether two names differ in their case, or in one letter that is missing, wrong, too much or in the
// place of its neighbor.
func almost(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	x, y := a[n:], b[n:]
	switch {
	case len(x) == len(y):
		return len(x) < 2 || x[1:] == y[1:] || x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
	case len(x) == len(y)+1:
		return x[1:] == y
	case len(y) == len(x)+1:
		return y[1:] == x
	}
	return false
}
