package role

import (
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// gateway is the service principal that assumes integrations' roles.
const gateway = "apigateway.amazonaws.com"

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-002", Slug: "only-api-gateway-assumes",
	Title: "Only API Gateway can assume a method's role",
	Why: "Another principal could use the role without the template. A condition on aws:SourceArn or aws:SourceAccount is an outage: " +
		"API Gateway sends neither when it assumes an integration's role, so that every request is answered with 500. " +
		"For REST integrations this was observed for aws:SourceAccount and inferred for aws:SourceArn.",
	Fix:      "Trust exactly the service apigateway.amazonaws.com with exactly sts:AssumeRole and no condition.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_60", "CKV_AWS_61", "CKV_AWS_283"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, r := range in.Roles {
			if len(r.Integrations) == 0 && !trustsGateway(r) {
				continue
			}
			if r.Trust.Policy == nil {
				findings = append(findings, facts.Unreadable(r.Trust))
				continue
			}
			for _, f := range iam.TrustExcess(r.Trust.Policy, gateway) {
				found := rule.Violated(r.Node, "a principal other than API Gateway may assume %s: %s", r.Name(), f.Reason)
				findings = append(findings, found.Counter("%s may %s", f.Principal, f.Action))
			}
			if len(r.Integrations) == 0 {
				continue
			}
			f := iam.TrustShortage(r.Trust.Policy, gateway, iam.NotSentByAPIGateway())
			switch {
			case f == nil:
			case f.Verdict == iam.Undecided:
				findings = append(findings, rule.Undecided(r.Node, "outage: whether API Gateway can assume "+r.Name()+" cannot be determined: "+f.Reason))
			default:
				found := rule.Violated(r.Node, "outage: API Gateway cannot assume %s: %s", r.Name(), f.Reason)
				findings = append(findings, found.Counter("every request to %s is answered with 500", r.Integrations[0].Method.Route()))
			}
		}
		return findings
	},
})

// trustsGateway reports whether a role's trust policy names API Gateway in an Allow.
func trustsGateway(r *model.Role) bool {
	return r.Trust.Policy != nil && slices.ContainsFunc(r.Trust.Policy.Statements, func(s iam.Statement) bool {
		return s.Effect == iam.Allow && slices.Contains(s.Principals, iam.Principal{Type: iam.PrincipalService, Value: gateway})
	})
}
