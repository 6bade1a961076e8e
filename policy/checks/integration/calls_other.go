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
	for _, key := range keys(i.Role) {
		required = append(required, iam.Capability{Action: "kms:GenerateDataKey", Resource: key}, iam.Capability{Action: "kms:Decrypt", Resource: key})
	}
	findings := nothingBut(in, i, required, strings.Join(actions, " or ")+" on what the method sends to")
	return append(findings, anywhere(i, actions)...)
}

// keys are the KMS keys that a role's policies name: a queue, a topic or a stream may be encrypted with one, and the service
// then uses it for the role (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html).
func keys(r *model.Role) []string {
	var all []string
	for _, d := range identity(r) {
		for _, s := range d.Policy.Statements {
			for _, resource := range s.Resources {
				if strings.Contains(resource, ":kms:") && strings.Contains(resource, ":key/") && !pattern(resource) {
					all = append(all, resource)
				}
			}
		}
	}
	return all
}

// anywhere are the statements by which a role may send to more than what they name. A request may name another queue,
// topic or machine than the method means, or a phone number.
func anywhere(i *model.Integration, actions []string) []rule.Finding {
	var findings []rule.Finding
	for _, d := range identity(i.Role) {
		for _, s := range d.Policy.Statements {
			wide := slices.IndexFunc(s.Resources, pattern)
			if s.Effect != iam.Allow || wide < 0 && len(s.NotResources) == 0 ||
				!slices.ContainsFunc(actions, func(action string) bool { return facts.AllowsAction(s, action) }) {
				continue
			}
			to := "all but " + strings.Join(s.NotResources, ", ")
			if wide >= 0 {
				to = s.Resources[wide]
			}
			findings = append(findings, rule.Violated(d.Node, "%s, which calls %s, has a role that may send to more than one place, by %s", i.Method.Route(), i.Backend(), s).
				Counter("the role may send to %s", to).Remedy("name the ARN that the method sends to"))
		}
	}
	return findings
}

// identity are the documents of a role that can be read.
func identity(r *model.Role) []model.Document {
	if r == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.Identity), func(d model.Document) bool { return d.Policy == nil })
}

// pattern reports whether a resource of a policy may stand for several.
func pattern(resource string) bool { return strings.ContainsAny(resource, "*?$") }

// nothingBut judges whether the role of a method may do nothing but what is required.
func nothingBut(in *rule.Context, i *model.Integration, required []iam.Capability, what string) []rule.Finding {
	route := i.Method.Route()
	if i.Credentials.Unknown != "" {
		return []rule.Finding{rule.Undecided(i.Node, "which role "+route+" uses is unknown: "+i.Credentials.Unknown)}
	}
	if i.Role == nil {
		return []rule.Finding{rule.Undecided(i.Node, "the role "+i.Credentials.Literal+" of "+route+" is not in this stack")}
	}
	p, findings := facts.Permissions(in, i.Role, i.Partition())
	for _, f := range p.Excess(required) {
		findings = append(findings, rule.Violated(facts.Blame(in, i.Role, f.Policy), "%s, which calls %s, has a role that allows more, by %s", route, i.Backend(), f.Statement).
			Counter("the role may do %s on %s", f.Action, f.Resource).Remedy("allow the role only %s", what))
	}
	return findings
}
