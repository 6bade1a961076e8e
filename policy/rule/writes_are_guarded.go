package rule

import "lambdaless/policy/graph"

// authorizations are the types of authorization that ask who somebody is. Anything else does not.
var authorizations = []string{"AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"}

var writesAreGuarded = &Rule{
	ID: "LP-METH-001", Slug: "writes-are-guarded",
	Title:    "Whoever writes shows who they are, or a key",
	Why:      "An open write method is everybody's storage, at the account's cost.",
	Fix:      "Set the configuration access.writes to api-key, or give the method an authorization. Local stacks (setting localStacks) are exempt.",
	Severity: High, Level: Mandatory,
	MapsTo: map[string][]string{
		Checkov: {"CKV_AWS_59"}, CDKNag: {"AwsSolutions-APIG4"}, Trivy: {"AWS-0004"},
	},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, m := range in.Methods {
			kind, known := m.Authorization()
			if known && (kind == "CUSTOM" || kind == "COGNITO_USER_POOLS") {
				switch a := in.Graph.Refer(m.Node, "authorizerId", graph.Authorizer); {
				case a.Unknown != "":
					findings = append(findings, undecided(m.Node, a.Unknown))
				case a.Absent:
					findings = append(findings, violated(m.Node, "%s has the authorization %s but no authorizer", m.Route(), kind))
				case a.Node == nil:
					findings = append(findings, undecided(m.Node, "the authorizer "+a.Literal+" of "+m.Route()+" is not in this stack"))
				}
			}
			if in.Local() || m.Verb == "OPTIONS" || m.Integration == nil || m.Integration.Mock() || !in.writes(m.Integration) {
				continue
			}
			required, keyKnown := m.KeyRequired()
			switch {
			case contains(authorizations, kind) || required:
			case !known:
				findings = append(findings, undecided(m.Node, in.Graph.WhyUnknown(m.Node, "authorization")))
			case !keyKnown:
				findings = append(findings, undecided(m.Node, in.Graph.WhyUnknown(m.Node, "apiKeyRequired")))
			default:
				f := violated(m.Node, "everybody may write through %s", m.Route())
				findings = append(findings, f.counterexample("authorization is %s and apiKeyRequired is false", m.Node.In("authorization").Show()))
			}
		}
		return findings
	},
}
