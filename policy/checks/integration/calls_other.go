package integration

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// sends are the actions of other services that give nothing back but a receipt. What a request asks of a service is not
// analysed, so a role may have one of these and nothing else.
var sends = []string{
	"events:PutEvents", "firehose:PutRecord", "firehose:PutRecordBatch", "kinesis:PutRecord", "kinesis:PutRecords", "sns:Publish",
	"sqs:SendMessage", "states:StartExecution",
}

// callsOther judges a method whose backend is a function or another server: its role, where it has one, may do
// nothing but invoke the function.
func callsOther(in *rule.Context, i *model.Integration) []rule.Finding {
	if i.Credentials.Absent {
		return nil
	}
	var required []iam.Capability
	if function := i.Function(); function != "" {
		required = append(required, iam.Capability{Action: "lambda:InvokeFunction", Resource: function})
	} else if i.Backend() == model.Lambda {
		required = append(required, iam.Capability{Action: "lambda:InvokeFunction", Resource: "*"})
	}
	return nothingBut(in, i, required, "lambda:InvokeFunction on the method's function")
}

// callsService judges a method that calls another AWS service.
func callsService(in *rule.Context, i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	service, operation := i.Service()
	var required []iam.Capability
	var actions []string
	for _, action := range sends {
		if of, name, _ := strings.Cut(action, ":"); of == service && slices.Contains([]string{"", name}, operation) {
			required, actions = append(required, iam.Capability{Action: action, Resource: "*"}), append(actions, action)
		}
	}
	switch {
	case i.Credentials.Absent:
		return []rule.Finding{rule.Violated(i.Node, "%s calls %s without a role: every request is answered with 500", route, service).
			Remedy("give the integration credentials: a role of its own, which may do nothing but send")}
	case len(required) == 0:
		return []rule.Finding{rule.Violated(i.Node, "%s calls %s, and what it asks of that is not analysed", route, service).Counter("uri is %s", i.Node.In("uri").Show()).
			Remedy("call it from a function, or waive the finding with a reason; beside DynamoDB, methods may send, by a role with nothing but one of %s", strings.Join(sends, ", "))}
	}
	return nothingBut(in, i, required, strings.Join(actions, " or ")+" on what the method sends to")
}

// nothingBut judges whether the role of a method may do nothing but what is required.
func nothingBut(in *rule.Context, i *model.Integration, required []iam.Capability, what string) []rule.Finding {
	route := i.Method.Route()
	if i.Credentials.Unknown != "" {
		return []rule.Finding{rule.Undecided(i.Node, "which role "+route+" uses is unknown: "+i.Credentials.Unknown)}
	}
	if i.Role == nil {
		return []rule.Finding{rule.Undecided(i.Node, "the role "+i.Credentials.Literal+" of "+route+" is not in this stack")}
	}
	p, findings := facts.Permissions(in, i.Role, "aws")
	for _, f := range p.Excess(required) {
		findings = append(findings, rule.Violated(facts.Blame(in, i.Role, f.Policy), "%s, which calls %s, has a role that allows more, by %s", route, i.Backend(), f.Statement).
			Counter("the role may do %s on %s", f.Action, f.Resource).Remedy("allow the role only %s", what))
	}
	return findings
}
