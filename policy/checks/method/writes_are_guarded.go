package method

import (
	"slices"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// authorizations are the types of authorization that identify the caller. No other type does.
var authorizations = []string{"AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"}

var _ = Rules.Add(&rule.Rule{
	ID: "LP-METH-001", Slug: "writes-are-guarded",
	Title:    "Write methods require authorization or an API key",
	Why:      "An open write method is public storage at the account's expense. A policy of the API that lets any principal sign, and a distribution or another method that adds a key, open it as well.",
	Fix:      "Set the configuration access.writes to api-key, or give the method an authorization. Local stacks (setting localStacks) are exempt.",
	Severity: rule.High, Level: rule.Mandatory,
	Config: []string{"access"},
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_59"}, rule.CDKNag: {"AwsSolutions-APIG4"}, rule.Trivy: {"AWS-0004"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, m := range in.Methods {
			kind, known := m.Authorization()
			if known && (kind == "CUSTOM" || kind == "COGNITO_USER_POOLS") {
				switch a := in.Graph.Refer(m.Node, "authorizerId", graph.Authorizer); {
				case a.Unknown != "":
					findings = append(findings, rule.Undecided(m.Node, a.Unknown))
				case a.Absent:
					findings = append(findings, rule.Violated(m.Node, "%s has the authorization %s but no authorizer", m.Route(), kind))
				case a.Node == nil:
					findings = append(findings, rule.Undecided(m.Node, "the authorizer "+a.Literal+" of "+m.Route()+" is not in this stack"))
				default:
					findings = append(findings, fits(in, m, kind, a.Node)...)
				}
			}
			if in.Local() || m.Verb == "OPTIONS" || m.Integration == nil || m.Integration.Backend() == model.Mock || !facts.Writes(in, m.Integration) {
				continue
			}
			required, keyKnown := m.KeyRequired()
			switch {
			case kind == "AWS_IAM":
				findings = append(findings, signedByAnyone(in, m)...)
			case slices.Contains(authorizations, kind):
			case required:
				findings = append(findings, keyed(in, m)...)
			case !known:
				findings = append(findings, rule.Undecided(m.Node, in.Graph.WhyUnknown(m.Node, "authorization")))
			case !keyKnown:
				findings = append(findings, rule.Undecided(m.Node, in.Graph.WhyUnknown(m.Node, "apiKeyRequired")))
			default:
				f := rule.Violated(m.Node, "anyone may write through %s", m.Route())
				findings = append(findings, f.Counter("authorization is %s and apiKeyRequired is false", m.Node.In("authorization").Show()))
			}
		}
		return findings
	},
})

// keyed judges whether a distribution or a method in front of the API hands out the key that a write method asks for.
func keyed(in *rule.Context, m *model.Method) []rule.Finding {
	var findings []rule.Finding
	for _, front := range facts.KeyedProxies(in) {
		findings = append(findings, rule.Violated(front.Integration.Node, "anyone may write through %s: %s passes requests on with an API key", m.Route(), front.Route()).
			Counter("requestParameters set the header x-api-key").Remedy("pass the client's own key on, or give %s an authorization", front.Route()))
	}
	for _, n := range facts.Fronts(in) {
		if facts.AddsKey(n) {
			findings = append(findings, rule.Violated(n, "anyone may write through %s: %s adds an API key to every request", m.Route(), n.Short()).
				Counter("an origin has the custom header x-api-key").Remedy("let clients send their own key, or give the method an authorization"))
		} else if f := facts.KeyFunction(in, n); f != nil {
			findings = append(findings, rule.Undecided(n, "whether "+f.Short()+" adds an API key to every request is unknown: its code names x-api-key").
				Remedy("let clients send their own key, or give %s an authorization", m.Route()))
		}
	}
	return findings
}

// fits judges whether an authorizer can be the one of a method: API Gateway refuses one of another API or kind
// (https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html).
func fits(in *rule.Context, m *model.Method, kind string, authorizer *graph.Node) []rule.Finding {
	if api := in.Graph.Refer(authorizer, "restApi", graph.RestAPI); api.Node != nil && m.API != nil && api.Node != m.API {
		return []rule.Finding{rule.Violated(m.Node, "%s has an authorizer of another API", m.Route()).Counter("restApi of %s is not the method's", authorizer.Title())}
	}
	if of := authorizer.In("type"); !of.Absent() && !of.IsUnknown() && (of.TextOr("") == "COGNITO_USER_POOLS") != (kind == "COGNITO_USER_POOLS") {
		return []rule.Finding{rule.Violated(m.Node, "%s has the authorization %s and an authorizer of another type", m.Route(), kind).
			Counter("type of %s is %s", authorizer.Title(), of.Show())}
	}
	return nil
}
