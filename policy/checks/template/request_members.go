package template

import (
	"slices"

	"lambdaless/policy/facts"
)

// requestMembers says what DynamoDB reads of a request. It ignores members that an operation does not have.
type requestMembers struct {
	required    []string
	expressions []string
	// legacy members exclude expressions.
	legacy []string
	// returns are the values of ReturnValues.
	returns []string
	// reads tells a Query or a Scan.
	reads bool
}

var (
	returnsOfPut    = []string{"NONE", "ALL_OLD"}
	returnsOfUpdate = []string{"NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"}
)

// members of requests by operation, and by the kind of a transaction's part
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
var members = map[string]requestMembers{
	"GetItem":      {required: []string{"Key"}, expressions: []string{"ProjectionExpression"}, legacy: []string{"AttributesToGet"}},
	"BatchGetItem": {required: []string{"Keys"}, expressions: []string{"ProjectionExpression"}, legacy: []string{"AttributesToGet"}},
	"PutItem":      {required: []string{"Item"}, expressions: []string{"ConditionExpression"}, legacy: []string{"Expected", "ConditionalOperator"}, returns: returnsOfPut},
	"DeleteItem":   {required: []string{"Key"}, expressions: []string{"ConditionExpression"}, legacy: []string{"Expected", "ConditionalOperator"}, returns: returnsOfPut},
	"UpdateItem": {
		required: []string{"Key"}, expressions: []string{"UpdateExpression", "ConditionExpression"},
		legacy: []string{"AttributeUpdates", "Expected", "ConditionalOperator"}, returns: returnsOfUpdate,
	},
	"Query": {
		expressions: []string{"KeyConditionExpression", "FilterExpression", "ProjectionExpression"},
		legacy:      []string{"AttributesToGet", "QueryFilter", "ConditionalOperator"}, reads: true,
	},
	"Scan": {
		expressions: []string{"FilterExpression", "ProjectionExpression"},
		legacy:      []string{"AttributesToGet", "ScanFilter", "ConditionalOperator"}, reads: true,
	},
	"Get":            {required: []string{"Key"}, expressions: []string{"ProjectionExpression"}},
	"Put":            {required: []string{"Item"}, expressions: []string{"ConditionExpression"}},
	"Update":         {required: []string{"Key", "UpdateExpression"}, expressions: []string{"UpdateExpression", "ConditionExpression"}},
	"Delete":         {required: []string{"Key"}, expressions: []string{"ConditionExpression"}},
	"ConditionCheck": {required: []string{"Key", "ConditionExpression"}, expressions: []string{"ConditionExpression"}},
}

func membersOf(operation string, part facts.Part) requestMembers {
	switch {
	case operation == "TransactGetItems":
		return members["Get"]
	case len(part.Elements) == 1:
		return members[part.Elements[0]]
	}
	return members[operation]
}

// takesValues reports whether a request has ExpressionAttributeValues, which a projection does not use.
func (m requestMembers) takesValues() bool {
	return slices.ContainsFunc(m.expressions, func(name string) bool { return name != "ProjectionExpression" })
}
