package method

import (
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-METH-002", Slug: "validator-validates",
	Title: "Every method with a backend validates what its templates read",
	Why: "A validator that validates nothing, a model that accepts every body and a parameter that is optional look like validation but are not. " +
		"A missing value renders as an empty string, and DynamoDB stores it.",
	Fix:      "Give the method a validator with validateRequestParameters and validateRequestBody, require its path parameters, and give it a model if its template reads the body.",
	Severity: rule.Medium, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV2_AWS_53"}, rule.CDKNag: {"AwsSolutions-APIG2"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			if i.Method.Verb != "OPTIONS" {
				findings = append(findings, validates(in, i)...)
			}
		}
		return findings
	},
})

func validates(in *rule.Context, i *model.Integration) []rule.Finding {
	m, route := i.Method, i.Method.Route()
	v := facts.Validator(in, m)
	switch {
	case v.Absent:
		return []rule.Finding{rule.Violated(m.Node, "%s has no request validator", route).Counter("requestValidatorId is not set")}
	case v.Unknown != "":
		return []rule.Finding{rule.Undecided(m.Node, v.Unknown)}
	case v.Node == nil:
		return []rule.Finding{rule.Undecided(m.Node, "the validator "+v.Literal+" of "+route+" is not in this stack")}
	}
	if api := in.Graph.Refer(v.Node, "restApi", graph.RestAPI); api.Node != m.API {
		return []rule.Finding{rule.Undecided(v.Node, "the validator of "+route+" is not known to be one of its API").Remedy("use a validator of the method's own API")}
	}
	findings := rule.Require(in, v.Node, graph.Value.IsTrue, "the validator of "+route+" does not validate parameters", "validateRequestParameters")
	for _, match := range facts.PathParameter.FindAllStringSubmatch(m.Path, -1) {
		message := route + " does not require its path parameter " + match[1]
		findings = append(findings, rule.Require(in, m.Node, graph.Value.IsTrue, message, "requestParameters", "method.request.path."+match[1])...)
	}
	findings = append(findings, absentParameters(m)...)
	types := bodiesRead(in, i)
	if len(types) == 0 {
		return findings
	}
	findings = append(findings, rule.Require(in, v.Node, graph.Value.IsTrue, route+" reads the body, and its validator does not validate bodies", "validateRequestBody")...)
	if m.Node.In("requestModels").HasUnknown() {
		return append(findings, rule.Undecided(m.Node, in.Graph.WhyUnknown(m.Node, "requestModels")))
	}
	for _, contentType := range types {
		schema, n, why := facts.BodyModel(in, m, contentType)
		switch {
		case why != "" && n.In("schema").IsUnknown():
			findings = append(findings, rule.Undecided(n, why))
		case why != "":
			findings = append(findings, rule.Violated(n, "%s reads the body, but nothing describes the body: %s", route, why))
		case facts.Impossible(schema) != "":
			findings = append(findings, rule.Violated(n, "the model of %s refuses every body: it requires %q and allows no member of that name", route, facts.Impossible(schema)).
				Counter("every request is answered with 400").Remedy("describe the member in properties, or do not require it"))
		case !facts.Restricts(schema):
			findings = append(findings, rule.Violated(n, "the model of %s accepts every body", route).Counter(`the body {"anything": true} passes`))
		default:
			for _, name := range facts.Unmodelled(schema, membersRead(in, i, contentType)) {
				f := rule.Violated(n, "%s reads %q from the body, and its model says nothing about it", route, name)
				findings = append(findings, f.Counter(`a body whose %q is {"anything": true} passes`, name))
			}
		}
	}
	return findings
}

// absentParameters are path parameters that a method requires and its path does not have: its validator then refuses
// every request.
func absentParameters(m *model.Method) []rule.Finding {
	var findings []rule.Finding
	if strings.Contains(m.Path, "?") {
		return nil // a part of the path is unknown
	}
	for _, key := range m.Node.In("requestParameters").Keys() {
		name, ofPath := strings.CutPrefix(key, "method.request.path.")
		if ofPath && m.Node.In("requestParameters", key).IsTrue() && !strings.Contains(m.Path, "{"+name+"}") && !strings.Contains(m.Path, "{"+name+"+}") {
			findings = append(findings, rule.Violated(m.Node, "%s requires the path parameter %s, which its path does not have", m.Route(), name).
				Counter("every request is answered with 400").Remedy("remove the parameter, or name it in the path"))
		}
	}
	return findings
}

// bodiesRead are the content types whose request templates read the body: API Gateway validates a body
// by the model of its own content type, and not at all where there is none. A template that cannot be determined
// counts as one that reads it.
func bodiesRead(in *rule.Context, i *model.Integration) []string {
	templates, _ := i.RequestTemplates() // LP-TMPL-006 reports one that is unknown
	var types []string
	for _, t := range templates {
		if a := in.Flow(t); a != nil && a.ReadsBody {
			types = append(types, t.ContentType)
		}
	}
	return types
}

// membersRead are the members of the body that the template of a content type reads.
func membersRead(in *rule.Context, i *model.Integration, contentType string) []string {
	templates, _ := i.RequestTemplates()
	var members []string
	for _, t := range templates {
		if a := in.Flow(t); a != nil && t.ContentType == contentType {
			members = append(members, a.BodyMembers...)
		}
	}
	return members
}
