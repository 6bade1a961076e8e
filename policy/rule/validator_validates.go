package rule

import (
	"regexp"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var validatorValidates = &Rule{
	ID: "LP-METH-002", Slug: "validator-validates",
	Title: "Every method that calls something has a validator that validates what the method reads",
	Why: "A validator that is not asked to validate, a model that accepts everything and a parameter that is not required all look like validation and are none. " +
		"What is missing renders as nothing, and DynamoDB stores it.",
	Fix:      "Give the method a validator with validateRequestParameters and validateRequestBody, require its path parameters, and give it a model if its template reads the body.",
	Severity: Medium, Level: Mandatory,
	MapsTo: map[string][]string{
		Checkov: {"CKV2_AWS_53"}, CDKNag: {"AwsSolutions-APIG2"},
	},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			if i.Method.Verb != "OPTIONS" {
				findings = append(findings, in.validates(i)...)
			}
		}
		return findings
	},
}

var pathParameter = regexp.MustCompile(`\{([^{}+]+)\+?\}`)

func (in *Input) validates(i *model.Integration) []Finding {
	m, route := i.Method, i.Method.Route()
	v := in.validator(m)
	switch {
	case v.Absent:
		return []Finding{violated(m.Node, "%s has no request validator", route).counterexample("requestValidatorId is not set")}
	case v.Unknown != "":
		return []Finding{undecided(m.Node, v.Unknown)}
	case v.Node == nil:
		return []Finding{undecided(m.Node, "the validator "+v.Literal+" of "+route+" is not in this stack")}
	}
	findings := in.require(v.Node, graph.Value.IsTrue, "the validator of "+route+" does not validate parameters", "validateRequestParameters")
	for _, match := range pathParameter.FindAllStringSubmatch(m.Path, -1) {
		message := route + " does not require its path parameter " + match[1]
		findings = append(findings, in.require(m.Node, graph.Value.IsTrue, message, "requestParameters", "method.request.path."+match[1])...)
	}
	types := in.bodiesRead(i)
	if len(types) == 0 {
		return findings
	}
	findings = append(findings, in.require(v.Node, graph.Value.IsTrue, route+" reads the body, and its validator does not validate bodies", "validateRequestBody")...)
	if m.Node.In("requestModels").HasUnknown() {
		return append(findings, undecided(m.Node, in.Graph.WhyUnknown(m.Node, "requestModels")))
	}
	for _, contentType := range types {
		schema, n, why := in.bodyModel(m, contentType)
		switch {
		case why != "" && n.In("schema").IsUnknown():
			findings = append(findings, undecided(n, why))
		case why != "":
			findings = append(findings, violated(n, "%s reads the body, but nothing says what a body looks like: %s", route, why))
		case !restricts(schema):
			findings = append(findings, violated(n, "the model of %s accepts every body", route).counterexample(`the body {"anything": true} passes`))
		}
	}
	return findings
}

// bodiesRead are the content types whose request templates read the body: API Gateway validates a body
// by the model of its own content type, and not at all where there is none. What cannot be told reads it.
func (in *Input) bodiesRead(i *model.Integration) []string {
	templates, unknown := i.RequestTemplates()
	if unknown {
		return []string{"application/json"}
	}
	var types []string
	for _, t := range templates {
		if a := in.Flow(t); a == nil || a.ReadsBody {
			types = append(types, t.ContentType)
		}
	}
	return types
}
