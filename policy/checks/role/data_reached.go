package role

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-008", Slug: "other-principals",
	Title: "No other principal of the stack opens the API's data to strangers",
	Why: "A role that may read a table of the API is as good as the API itself: if any principal, another account, API Gateway or a method's " +
		"role can assume it, or a role or a function that leads to it, the templates and the methods' roles protect nothing.",
	Fix:      "Limit the role's trust policy to the service or the principal that needs it, or remove its permission.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_60", "CKV_AWS_61"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		assets := facts.AssetsOf(in)
		for _, r := range in.Roles {
			if len(r.Integrations) == 0 {
				findings = append(findings, assumed(in, assets, r)...)
			}
		}
		for _, p := range in.Others {
			reach := assets.Reach(p)
			switch {
			case len(reach) == 0 || p.Kind == "policy":
			case p.Kind == "role":
				findings = append(findings, rule.Undecided(p.Node, fmt.Sprintf("who can assume %s, which may %s, is unknown: the role is not in this stack", p.Name(), reach[0])).
					Remedy("define the role in this stack, or remove the permission"))
			default:
				findings = append(findings, rule.Violated(p.Node, "the %s %s reaches the API's data without the API", p.Kind, p.Name()).Counter("it may %s", reach[0]))
			}
		}
		return slices.Concat(findings, publicFunctions(in, assets), edgeFunctions(in))
	},
})

// assumed judges who can assume a role that is not a method's.
func assumed(in *rule.Context, assets *facts.Assets, r *model.Role) []rule.Finding {
	reach := reachingRoles(in, assets)[r]
	service := facts.ServiceRole(in, r)
	if service != "" && r.Trust.Policy != nil {
		var findings []rule.Finding
		for _, f := range iam.TrustExcess(r.Trust.Policy, gateway) {
			findings = append(findings, rule.Violated(r.Node, "a principal other than API Gateway can assume its %s role %s: %s", service, r.Name(), f.Reason).
				Counter("%s may %s", f.Principal, f.Action))
		}
		return findings
	}
	if r.Trust.Malformed != "" {
		return []rule.Finding{facts.Unreadable(r.Trust)}
	}
	if r.Trust.Policy == nil {
		if reach == "" {
			return nil // LP-ROLE-005 reports it where API Gateway could assume it
		}
		return []rule.Finding{rule.Undecided(r.Node, fmt.Sprintf("who can assume %s, which may %s, is unknown: %s", r.Name(), reach, r.Trust.Why()))}
	}
	var findings []rule.Finding
	for _, s := range r.Trust.Policy.Statements {
		if s.Effect != iam.Allow {
			continue
		}
		for _, stranger := range strangers(in, s) {
			reached := cmp.Or(reach, facts.CopyReached(in, &r.Principal))
			switch {
			case reached != "":
				findings = append(findings, rule.Violated(r.Node, "%s can assume %s, which reaches the API's data", stranger.who, r.Name()).
					Counter("%s may %s", stranger.who, reached))
			case stranger.anybody:
				findings = append(findings, rule.Violated(r.Node, "%s can assume %s", stranger.who, r.Name()).Counter("%s", s))
			case outsidePolicy(r) != "":
				findings = append(findings, rule.Undecided(r.Node, fmt.Sprintf("%s can assume %s, and what the attached policy %s allows is unknown: it is not in this stack", stranger.who, r.Name(), outsidePolicy(r))).
					Remedy("define the policy in this stack, or limit the trust policy to principals of the stack's own account"))
			}
		}
	}
	return findings
}

// stranger is a principal that must not assume a role that reaches the API's data.
type stranger struct {
	who     string
	anybody bool
}

// strangers are a trust statement's principals that are any principal, of another account, or API Gateway. Roles of
// methods are found by their mention: LP-ROLE-003.
func strangers(in *rule.Context, s iam.Statement) []stranger {
	var found []stranger
	if len(s.NotPrincipals) > 0 {
		found = append(found, stranger{"every principal but those in NotPrincipal", true})
	}
	for _, p := range s.Principals {
		switch {
		case p.Type == iam.PrincipalAny || p.Value == "*":
			if !ownAccount(in, s) {
				found = append(found, stranger{"any principal", true})
			}
		case p.Type == iam.PrincipalAWS && facts.IsPrincipalID(p.Value):
			found = append(found, stranger{"the principal of some account with the id " + p.Value, false})
		case p.Type == iam.PrincipalAWS:
			if foreignARN(in, p.Value) {
				found = append(found, stranger{"the account " + facts.AccountOf(p.Value), false})
			}
		case p.Type == iam.PrincipalService && p.Value == gateway:
			found = append(found, stranger{"API Gateway, for any integration,", false})
		case p.Type == iam.PrincipalService && p.Value == "appsync.amazonaws.com":
			if api := keyedGraph(in); api != nil {
				found = append(found, stranger{"every client with a key of " + api.Short(), false})
			}
		case p.Type == iam.PrincipalFederated && foreignARN(in, p.Value):
			found = append(found, stranger{"users of the identity provider of the account " + facts.AccountOf(p.Value), false})
		case p.Type == iam.PrincipalFederated && !federationLimited(p.Value, s):
			found = append(found, stranger{"every user of " + p.Value, true})
		case p.Type == iam.PrincipalCanonicalUser:
			found = append(found, stranger{"the account of the canonical user " + p.Value, false})
		}
	}
	return found
}

// foreignARN reports whether a principal is of another account than the stack's.
func foreignARN(in *rule.Context, principal string) bool {
	account := facts.AccountOf(principal)
	return account != "" && in.Account() != "" && account != in.Account()
}

// ownAccount reports whether a statement's conditions limit it to principals of the stack's own account.
func ownAccount(in *rule.Context, s iam.Statement) bool {
	return in.Account() != "" && slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool {
		key := strings.ToLower(c.Key)
		equal := c.Operator == "StringEquals" && (key == "aws:principalaccount" || key == "aws:sourceaccount")
		arn := (c.Operator == "ArnEquals" || c.Operator == "ArnLike" || c.Operator == "StringEquals" || c.Operator == "StringLike") && key == "aws:principalarn"
		return len(c.Values) > 0 && !slices.ContainsFunc(c.Values, func(v string) bool {
			return !(equal && v == in.Account() || arn && facts.AccountOf(v) == in.Account())
		})
	})
}
