package table

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-008", Slug: "policy-denies",
	Title: "A production table's own policy denies its items to principals outside the API",
	Why: "Any principal of the account with dynamodb:* can read and change items without the API. A policy of the table's own takes that away, whatever " +
		"else they are allowed.",
	Fix:      "Set the configuration tablePolicy to true for the stack.",
	Severity: rule.Medium, Level: rule.Advisory,
	Config: []string{"tablePolicy"},
	Judge: func(in *rule.Context) []rule.Finding {
		if !in.Production() || in.Account() == "" { // without an account there are no ARNs; LP-ROLE-001 reports it
			return nil
		}
		var findings []rule.Finding
		judged := map[*model.Table]bool{}
		for _, i := range in.Integrations() {
			for _, use := range facts.NeedsOf(in, i).Uses {
				if t := in.TableNamed(use.Table); t != nil && !t.Node.Existing && !judged[t] {
					judged[t] = true
					findings = append(findings, usedByOthers(in, t, facts.TableARN(in, i, t))...)
				}
			}
		}
		return findings
	},
})

// administrator is allowed everything by its own policies.
var administrator = []iam.Named{{Name: "an administrator", Policy: &iam.Policy{
	Version: iam.Version2012, Statements: []iam.Statement{{Effect: iam.Allow, Actions: []string{"*"}, Resources: []string{"*"}}},
}}}

// itemActions are the IAM actions that read or change items.
var itemActions = []string{
	"GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem",
	"PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete",
}

// usedByOthers asks the table's policies about a role of the account that is not of the API.
func usedByOthers(in *rule.Context, t *model.Table, arn string) []rule.Finding {
	p := iam.Permissions{Principal: "arn:aws:iam::" + in.Account() + ":role/another", Identity: administrator}
	for _, d := range in.ResourcePolicies {
		switch {
		case d.Of != t.Node:
		case d.Policy == nil:
			return []rule.Finding{rule.Undecided(d.Node, d.Why())}
		default:
			p.Resource = append(p.Resource, d.Named())
		}
	}
	resources := []string{arn}
	for _, index := range t.Indexes {
		resources = append(resources, arn+"/index/"+index)
	}
	for _, resource := range resources {
		for _, action := range itemActions {
			d := p.Evaluate(iam.Request{
				Principal: p.Principal, Action: "dynamodb:" + action, Resource: resource,
				Context: map[string][]string{"aws:PrincipalArn": {p.Principal}},
			})
			if d.Allowed {
				return []rule.Finding{rule.Violated(t.Node, "a role outside the API can use the table's items").
					Counter("an administrator of the account may dynamodb:%s on %s", action, resource)}
			}
		}
	}
	return nil
}
