package rule

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var callsAnAction = &Rule{
	ID: "LP-INTG-002", Slug: "calls-an-action",
	Title:    "Every method calls one DynamoDB operation that its uri names, or nothing",
	Why:      "With action/<Operation> API Gateway itself says which operation is meant. With path/ or another service the request does.",
	Fix:      "Set type AWS, integrationHttpMethod POST and uri arn:<partition>:apigateway:<region>:dynamodb:action/<Operation>.",
	Severity: High, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, m := range in.Methods {
			switch {
			case m.Integration == nil:
				findings = append(findings, violated(m.Node, "%s has no integration: every request is answered with 500", m.Route()))
			case m.Integration.Mock():
				if !m.Integration.Credentials.Absent {
					findings = append(findings, violated(m.Integration.Node, "%s calls nothing and has credentials", m.Route()).fix("remove the credentials"))
				}
			default:
				findings = append(findings, in.callsDynamoDB(m.Integration)...)
			}
		}
		return findings
	},
}

func (in *Input) callsDynamoDB(i *model.Integration) []Finding {
	route := i.Method.Route()
	findings := in.require(i.Node, func(v graph.Value) bool { return v.TextOr("") == "AWS" }, route+" does not call an AWS service through templates", "type")
	findings = append(findings, in.require(i.Node, func(v graph.Value) bool { return v.TextOr("") == "POST" },
		route+" does not POST, which is what DynamoDB takes", "integrationHttpMethod")...)
	named := func(graph.Value) bool { return i.URI.Operation != "" }
	findings = append(findings, in.require(i.Node, named, route+" does not name a DynamoDB operation in its uri", "uri")...)
	if operation := i.URI.Operation; operation != "" && !dataOperation(operation) {
		f := violated(i.Node, "%s calls %s, which is not an operation on items", route, operation)
		findings = append(findings, f.counterexample("uri is %s", i.Node.In("uri").Show()))
	}
	return findings
}

// readOperations and writeOperations are DynamoDB's operations on items.
var (
	readOperations  = []string{"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}
	writeOperations = []string{"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
	// mixedOperations read or write as their statements say.
	mixedOperations = []string{"ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"}
)

func dataOperation(operation string) bool {
	return contains(readOperations, operation) || contains(writeOperations, operation) || contains(mixedOperations, operation)
}

// writes reports whether an integration may change data. What cannot be told may.
func (in *Input) writes(i *model.Integration) bool {
	if contains(readOperations, i.URI.Operation) {
		return false
	}
	if contains(mixedOperations, i.URI.Operation) {
		for _, use := range in.Needs(i).Uses {
			if level, ok := iam.AccessLevelOf(use.Action); !ok || level != iam.Read {
				return true
			}
		}
		return len(in.Needs(i).Undecided) > 0
	}
	return true
}
