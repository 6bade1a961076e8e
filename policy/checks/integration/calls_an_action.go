package integration

import (
	"slices"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-INTG-002", Slug: "calls-an-action",
	Title: "Every method calls the one DynamoDB operation that its uri names, a function, an HTTP server, a mock or a service that it may only send to",
	Why: "With action/<Operation> API Gateway fixes the operation. With path/ or another service the request chooses it, so that the " +
		"role has to leave no choice.",
	Fix:      "Set type AWS, integrationHttpMethod POST and uri arn:<partition>:apigateway:<region>:dynamodb:action/<Operation>.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, m := range in.Methods {
			switch {
			case m.Integration == nil:
				findings = append(findings, rule.Violated(m.Node, "%s has no integration: every request is answered with 500", m.Route()))
			case m.Integration.Backend() == model.Mock:
				if !m.Integration.Credentials.Absent {
					findings = append(findings, rule.Violated(m.Integration.Node, "%s calls nothing and has credentials", m.Route()).Remedy("remove the credentials"))
				}
			case m.Integration.Backend() == model.DynamoDB:
				findings = append(findings, callsDynamoDB(in, m.Integration)...)
			case slices.Contains([]model.Backend{model.Lambda, model.HTTP}, m.Integration.Backend()):
				findings = append(findings, callsOther(in, m.Integration)...)
			default:
				findings = append(findings, callsService(in, m.Integration)...)
			}
		}
		return findings
	},
})

func callsDynamoDB(in *rule.Context, i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	findings := rule.Require(in, i.Node, func(v graph.Value) bool { return v.TextOr("") == "AWS" }, route+" does not call an AWS service through templates", "type")
	findings = append(findings, rule.Require(in, i.Node, func(v graph.Value) bool { return v.TextOr("") == "POST" },
		route+" does not POST, which is what DynamoDB takes", "integrationHttpMethod")...)
	named := func(graph.Value) bool { return i.URI.Operation != "" }
	findings = append(findings, rule.Require(in, i.Node, named, route+" does not name a DynamoDB operation in its uri", "uri")...)
	if operation := i.URI.Operation; operation != "" && !facts.DataOperation(operation) {
		f := rule.Violated(i.Node, "%s calls %s, which is not an operation on items", route, operation)
		findings = append(findings, f.Counter("uri is %s", i.Node.In("uri").Show()))
	}
	return findings
}
