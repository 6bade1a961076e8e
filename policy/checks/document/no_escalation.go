package document

import (
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var noEscalation = Rules.Add(&rule.Rule{
	ID: "LP-IAM-002", Slug: "no-escalation",
	Title:    "No principal of the stack can escalate its privileges",
	Why:      "A principal with one of these actions, or with iam:PassRole and one of the others, has every permission.",
	Fix:      "Take the action away.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_286", "CKV_AWS_289"}, rule.Trivy: {"AWS-0342"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		joined := map[*graph.Node]bool{}
		for _, r := range in.Roles {
			for _, d := range r.Identity {
				joined[d.Node] = true
			}
			findings = append(findings, escalations(r.Node, r.Name(), r.Identity)...)
		}
		for _, d := range facts.IdentityDocuments(in) {
			if !joined[d.Node] {
				findings = append(findings, escalations(d.Node, d.Name, []model.Document{d})...)
			}
		}
		return findings
	},
})

func escalations(n *graph.Node, name string, documents []model.Document) []rule.Finding {
	var findings []rule.Finding
	var policies []*iam.Policy
	for _, d := range documents {
		if d.Policy == nil {
			findings = append(findings, facts.Unreadable(d))
			continue
		}
		policies = append(policies, d.Policy)
	}
	for _, e := range iam.EscalationsOf(policies...) {
		findings = append(findings, rule.Violated(n, "%s can gain permissions: %s", name, e.Name).
			Counter("it may %s (%s)", strings.Join(e.Actions, " and "), e.Source))
	}
	return findings
}
