package table

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
	ID: "LP-TABLE-007", Slug: "policy-admits",
	Title: "A table's policy that denies items to other principals admits only the roles of the table's methods",
	Why: "A principal that the policy does not deny reads the table with whatever rights it has or is given, past the API and its proof; a policy " +
		"that looks complete hides that.",
	Fix: "List the ARNs of the roles of the methods that use the table in the condition ArnNotEquals of aws:PrincipalArn, and further principals in the " +
		"setting tablePrincipals too; deny all data actions on the table and its indexes.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, d := range in.ResourcePolicies {
			if d.Of == nil || d.Of.Type != graph.Table || d.Policy == nil {
				continue // LP-IAM-004 reports those that cannot be read
			}
			for _, s := range d.Policy.Statements {
				findings = append(findings, admitted(in, d, s)...)
			}
		}
		return findings
	},
})

// admitted judges one statement that denies a table to all but some principals.
func admitted(in *rule.Context, d model.ResourcePolicy, s iam.Statement) []rule.Finding {
	if s.Effect != iam.Deny {
		return nil
	}
	var findings []rule.Finding
	for _, c := range s.Conditions {
		if !strings.EqualFold(c.Key, "aws:PrincipalArn") || !strings.Contains(c.Operator, "Not") {
			continue
		}
		allowed := slices.Concat(rolesByTable(in)[d.Of], in.Settings.TablePrincipals)
		for _, value := range c.Values {
			replication := strings.HasSuffix(value, ":role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication")
			switch {
			case replication || slices.Contains(allowed, value):
			case in.Account() == "":
				return []rule.Finding{rule.Undecided(d.Node, "the account cannot be determined, and so the ARNs of the methods' roles are unknown too")}
			default:
				f := rule.Violated(d.Node, "the policy of %s admits %s, which is not the role of a method that uses the table", d.Of.Title(), value)
				findings = append(findings, f.Counter("%s", s))
			}
		}
	}
	return findings
}

// rolesByTable are the ARNs of the roles of the methods that use each table.
func rolesByTable(in *rule.Context) map[*graph.Node][]string {
	return rule.Once(in, rolesKey{}, func() map[*graph.Node][]string {
		roles := map[*graph.Node][]string{}
		for _, i := range in.Integrations() {
			if i.Role == nil {
				continue
			}
			needs := facts.NeedsOf(in, i)
			if !needs.Complete() { // it may use any of them: LP-TMPL-006 and LP-ROLE-001 report it
				for _, t := range in.Tables {
					roles[t.Node] = append(roles[t.Node], in.RoleARN(i.Role, i.URI.Partition))
				}
			}
			for _, u := range needs.Uses {
				if t := in.TableNamed(u.Table); t != nil {
					roles[t.Node] = append(roles[t.Node], in.RoleARN(i.Role, i.URI.Partition))
				}
			}
		}
		return roles
	})
}

type rolesKey struct{}
