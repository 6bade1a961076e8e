package method

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-METH-005", Slug: "api-policy-admits",
	Title: "The API's endpoint, firewall and resource policy are known, and let requests reach every method",
	Why: "A resource policy decides before any method does who may call: one that denies everything, or allows nothing, answers every " +
		"request with 403. So do a firewall that blocks everything and a private API without a policy.",
	Fix:      "Allow execute-api:Invoke to the callers that are meant, and limit each Deny by a condition.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Config: []string{"allowedCidrs", "allowedWriteCidrs"},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.OfType(graph.RestAPI, graph.RestAPIPolicy) {
			api := n
			if n.Type == graph.RestAPIPolicy {
				api = in.Graph.Refer(n, "restApiId", graph.RestAPI).Node
			}
			value := n.In("policy")
			if api == nil || value.Absent() || !slices.ContainsFunc(in.Methods, func(m *model.Method) bool { return m.API == api }) {
				continue
			}
			text, known := value.Text()
			if !known {
				if n.Type == graph.RestAPIPolicy {
					// Its ARN is not known before the API is: what the policy allows is judged after the deployment.
					findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "policy")).
						Remedy(`write the resource as "execute-api:/*", which API Gateway completes with the API's own ARN`))
				} else {
					findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "policy")))
				}
				continue
			}
			if strings.TrimSpace(text) == "" {
				continue
			}
			policy, err := parse.Resource(text)
			if err != nil {
				findings = append(findings, rule.Violated(n, "the API's policy is malformed: %v", err))
				continue
			}
			for _, m := range in.Methods {
				if m.API == api {
					findings = append(findings, admitted(n, policy, m, stagesOf(in, api))...)
				}
			}
		}
		return append(findings, reachable(in)...)
	},
})

// statementsOn are the statements of the API's policies that are about a method.
func statementsOn(in *rule.Context, m *model.Method) (all []iam.Statement) {
	for _, n := range in.Graph.OfType(graph.RestAPI, graph.RestAPIPolicy) {
		api := n
		if n.Type == graph.RestAPIPolicy {
			api = in.Graph.Refer(n, "restApiId", graph.RestAPI).Node
		}
		text, known := n.In("policy").Text()
		if api == nil || api != m.API || !known {
			continue
		}
		policy, err := parse.Resource(text)
		if err != nil {
			continue
		}
		for _, s := range policy.Statements {
			if invokes(s) && ofMethod(s, m, stagesOf(in, api)) {
				all = append(all, s)
			}
		}
	}
	return all
}

// signedByAnyone judges whether the API's policy lets principals of every account sign requests to a method with AWS_IAM:
// what it allows needs no permission of the caller's own in this account
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html).
func signedByAnyone(in *rule.Context, m *model.Method) []rule.Finding {
	var open *iam.Statement
	for _, s := range statementsOn(in, m) {
		switch {
		case !anyone(s):
		case s.Effect == iam.Allow && len(s.Conditions) == 0:
			open = &s
		case s.Effect == iam.Deny:
			return nil // it limits by a condition who or from where
		}
	}
	if open == nil {
		return nil
	}
	return []rule.Finding{rule.Violated(m.Node, "every AWS account may write through %s: the API's policy allows it to any principal that signs", m.Route()).
		Counter("%s", *open).Remedy("leave methods with AWS_IAM out of the statement, or name the accounts that are meant")}
}

func anyone(s iam.Statement) bool {
	return slices.ContainsFunc(s.Principals, func(p iam.Principal) bool { return p.Type == iam.PrincipalAny || p.Value == "*" })
}

func maybePrivate(types graph.Value) bool {
	return types.HasUnknown() || types.TextOr("") == "PRIVATE" || slices.ContainsFunc(types.Items(), func(t graph.Value) bool { return t.TextOr("") == "PRIVATE" })
}

// admitted judges whether a policy lets some request reach a method.
func admitted(n *graph.Node, policy *iam.Policy, m *model.Method, stages []string) []rule.Finding {
	private := m.API == nil || maybePrivate(m.API.In("endpointConfiguration", "types"))
	kind, known := m.Authorization()
	// A signed request of the API's own account needs no more than what its caller's own policies allow
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html).
	allowed := !known || kind == "AWS_IAM"
	for _, s := range policy.Statements {
		if !invokes(s) || !ofMethod(s, m, stages) {
			continue
		}
		switch {
		case s.Effect == iam.Allow:
			// Only a signed request has a principal; without a signature it is anonymous.
			allowed = allowed || (anyone(s) || len(s.NotPrincipals) > 0) && (private || !forNone(s, m.API))
		case anyone(s) && (len(s.Conditions) == 0 || !private && forAll(s, m.API)):
			return []rule.Finding{rule.Violated(n, "no request reaches %s: the API's policy denies it to every caller", m.Route()).Counter("%s", s)}
		}
	}
	if !allowed {
		return []rule.Finding{rule.Violated(n, "no request reaches %s: the API's policy allows it to no caller", m.Route()).
			Counter("every request is answered with 403")}
	}
	return nil
}

func invokes(s iam.Statement) bool {
	matches := func(pattern string) bool { return iam.Matches(iam.ActionPattern, pattern, "execute-api:Invoke") }
	if len(s.NotActions) > 0 {
		return !slices.ContainsFunc(s.NotActions, matches)
	}
	return slices.ContainsFunc(s.Actions, matches)
}

// ofMethod reports whether a statement is about a method. Its resource is "execute-api:/<stage>/<verb>/<path>",
// with or without the beginning of an ARN. What is unclear is about the method.
func ofMethod(s iam.Statement, m *model.Method, stages []string) bool {
	if len(s.Resources) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Resources, func(resource string) bool {
		_, path, found := strings.Cut(resource, "/")
		if !found {
			return true
		}
		parts := strings.SplitN(path, "/", 3)
		served := func(stage string) bool { return iam.Matches(iam.ResourcePattern, parts[0], stage) }
		if len(parts) > 1 && len(stages) > 0 && !slices.ContainsFunc(stages, served) {
			return false
		}
		if len(parts) > 1 && parts[1] != "*" && !strings.EqualFold(parts[1], m.Verb) && m.Verb != "ANY" {
			return false
		}
		if len(parts) < 3 {
			return true
		}
		if strings.ContainsAny(parts[2], "*?") {
			before, _, _ := strings.Cut(parts[2], "*")
			fixed, _, _ := strings.Cut(strings.TrimPrefix(m.Path, "/"), "{")
			return strings.HasPrefix(fixed, before) || strings.HasPrefix(before, fixed)
		}
		return parts[2] == strings.TrimPrefix(m.Path, "/") || strings.Contains(m.Path, "{")
	})
}

// stagesOf are the names of an API's stages; none where one is not known.
func stagesOf(in *rule.Context, api *graph.Node) []string {
	var names []string
	for _, s := range in.Stages {
		switch {
		case s.API != api && s.API != nil:
		case s.API == nil || s.Name() == "":
			return nil
		default:
			names = append(names, s.Name())
		}
	}
	return names
}
