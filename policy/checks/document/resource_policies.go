package document

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-IAM-004", Slug: "resource-policies",
	Title: "Policies of tables, KMS keys, backup vaults and copies give data only to the stack's own account",
	Why: "The resource policy of a table, the key policy of a KMS key and the policy of a vault give access without any role of the stack: an account or a principal that it names reads the " +
		"data without the API. So do policies of the queues, topics, streams, buses and buckets to which changes, exports and trails of tables go, and resources that send them on to another account or, as webhooks and e-mail subscriptions do, out of AWS.",
	Fix:      "Remove the statement, or name the principals and resources of the stack's own account that are meant.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{rule.Checkov: {"CKV_AWS_33", "CKV_AWS_283"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, d := range in.ResourcePolicies {
			switch {
			case d.Of == nil && d.Node.Type != graph.VaultPolicy:
			case d.Policy == nil:
				findings = append(findings, facts.Unreadable(d.Document))
			default:
				for _, s := range d.Policy.Statements {
					if s.Effect == iam.Allow {
						findings = append(findings, admits(in, d, s)...)
					}
				}
			}
		}
		for _, n := range in.Graph.OfType(graph.KeyGrant) {
			findings = append(findings, granted(in, n)...)
		}
		all := facts.Copies(in)
		return append(append(findings, copiesAdmit(in, all)...), sent(in, all)...)
	},
})

// granted judges who gets a key by a grant.
func granted(in *rule.Context, n *graph.Node) []rule.Finding {
	grantee, known := n.In("granteePrincipal").Text()
	switch account := facts.AccountOf(grantee); {
	case !known && in.Graph.Refer(n, "granteePrincipal", graph.Role).Node == nil && in.Graph.Refer(n, "granteePrincipal", graph.User).Node == nil:
		return []rule.Finding{rule.Undecided(n, "to whom the grant gives a key is unknown: "+in.Graph.WhyUnknown(n, "granteePrincipal")).
			Remedy("name a role of this stack")}
	case account != "" && in.Account() != "" && account != in.Account():
		return []rule.Finding{rule.Violated(n, "the grant gives the account %s a key of the stack", account).Counter("granteePrincipal is %q", grantee)}
	case facts.IsPrincipalID(grantee):
		return []rule.Finding{rule.Violated(n, "the grant gives a principal of some account a key of the stack").Counter("granteePrincipal is %q", grantee)}
	}
	return nil
}

func admits(in *rule.Context, d model.ResourcePolicy, s iam.Statement) []rule.Finding {
	var findings []rule.Finding
	of := d.Of
	if of == nil {
		of = d.Node
	}
	report := func(who string) {
		findings = append(findings, rule.Violated(d.Node, "the policy of %s admits %s", of.Title(), who).Counter("%s", s))
	}
	if len(s.NotPrincipals) > 0 {
		report("every principal that NotPrincipal does not list")
	}
	for _, p := range s.Principals {
		switch account := facts.AccountOf(p.Value); {
		case p.Type == iam.PrincipalAny || p.Value == "*":
			if !callersOfAccount(in, s) {
				report("any principal")
			}
		case p.Type == iam.PrincipalAWS && account != "" && in.Account() != "" && account != in.Account():
			report("the account " + account)
		case p.Type == iam.PrincipalAWS && facts.IsPrincipalID(p.Value):
			report("the principal of some account with the id " + p.Value)
		case p.Type == iam.PrincipalService && of.Type == graph.Table && !sourced(s):
			report("every account, by " + p.Value)
		case p.Type == iam.PrincipalFederated, p.Type == iam.PrincipalCanonicalUser:
			report(p.String())
		}
	}
	return findings
}

// callersOfAccount reports whether a statement's conditions limit it to callers of the stack's own account.
func callersOfAccount(in *rule.Context, s iam.Statement) bool {
	keys := []string{"kms:calleraccount", "aws:principalaccount", "aws:sourceaccount", "aws:sourceowner"}
	return slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool {
		return c.Operator == "StringEquals" && slices.Contains(keys, strings.ToLower(c.Key)) && len(c.Values) == 1 && c.Values[0] == in.Account()
	})
}

// sourced reports whether a statement for a service names the resource, the account or the organization that the
// service has to act for (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
func sourced(s iam.Statement) bool {
	keys := []string{"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"}
	return slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool {
		positive := slices.Contains([]string{"StringEquals", "StringLike", "ArnEquals", "ArnLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike"}, c.Operator)
		return positive && slices.Contains(keys, strings.ToLower(c.Key)) && !slices.Contains(c.Values, "*")
	})
}
