package role

import (
	"maps"
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-004", Slug: "reads-or-writes",
	Title:    "No method's role both reads and writes",
	Why:      "A role that reads and writes can copy one user's data to another.",
	Fix:      "Split the method in two, each with its own role, or take away the action that the method does not call.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, r := range in.Roles {
			if len(r.Integrations) == 0 {
				continue
			}
			read, write := granted(r, iam.Read, iam.List), granted(r, iam.Write)
			if len(read) > 0 && len(write) > 0 {
				f := rule.Violated(r.Node, "%s both reads and writes", r.Name())
				findings = append(findings, f.Counter("it may %s and %s", facts.Sentence(read, 3), facts.Sentence(write, 3)))
			}
		}
		return findings
	},
})

// granted lists the DynamoDB actions of the levels that some Allow statement of a role names. A
// ConditionCheckItem counts as neither: it is part of writing in a transaction.
func granted(r *model.Role, levels ...iam.AccessLevel) []string {
	found := map[string]bool{}
	all := iam.DynamoDBActions()
	for _, d := range r.Identity {
		if d.Policy == nil {
			continue
		}
		for _, s := range d.Policy.Statements {
			if s.Effect != iam.Allow {
				continue
			}
			for action, level := range all {
				if slices.Contains(levels, level) && action != "dynamodb:ConditionCheckItem" && facts.AllowsAction(s, action) {
					found[action] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
