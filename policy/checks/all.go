// Package checks is the list of all rules, and the judgement of a stack by them.
package checks

import (
	"cmp"
	"slices"

	"lambdaless/internal/capability"
	"lambdaless/policy/checks/document"
	"lambdaless/policy/checks/hygiene"
	"lambdaless/policy/checks/integration"
	"lambdaless/policy/checks/method"
	"lambdaless/policy/checks/pack"
	"lambdaless/policy/checks/role"
	"lambdaless/policy/checks/stage"
	"lambdaless/policy/checks/table"
	"lambdaless/policy/checks/template"
	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

// All are the rules in the order of their ids.
func All() []*rule.Rule {
	all := slices.Concat(pack.Rules.All(), role.Rules.All(), document.Rules.All(), integration.Rules.All(), template.Rules.All(),
		method.Rules.All(), table.Rules.All(), stage.Rules.All(), hygiene.Rules.All())
	slices.SortFunc(all, func(a, b *rule.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Find finds a rule by its id; nil when there is none.
func Find(id string) *rule.Rule { return rule.Find(All(), id) }

// Judge runs every rule, applies the waivers, computes the capability matrix and compares it with the lock.
// Findings come in the order of rule, resource and message.
func Judge(in *rule.Context) ([]rule.Finding, capability.Matrix) {
	rules := All()
	findings := rule.Evaluate(in, rules)
	problems := rule.ApplyWaivers(in, rules, findings)
	findings = append(findings, pack.Waivers.Run(in, func(*rule.Context) []rule.Finding { return problems })...)
	matrix := facts.Matrix(in, findings)
	findings = append(findings, pack.Locked(in, matrix)...)
	rule.Sort(findings)
	return findings, matrix
}
