package rule

import (
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var noEscalation = &Rule{
	ID: "LP-IAM-002", Slug: "no-escalation",
	Title:    "Nobody in the stack can give themselves more permissions",
	Why:      "A principal with one of these actions, or with iam:PassRole and one of the others, has every permission.",
	Fix:      "Take the action away.",
	Severity: Critical, Level: Mandatory,
	MapsTo: map[string][]string{
		Checkov: {"CKV_AWS_286", "CKV_AWS_289"}, Trivy: {"AWS-0342"},
	},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		joined := map[*graph.Node]bool{}
		for _, r := range in.Roles {
			for _, d := range r.Identity {
				joined[d.Node] = true
			}
			findings = append(findings, escalations(r.Node, r.Name(), r.Identity)...)
		}
		for _, d := range in.identityDocuments() {
			if !joined[d.Node] {
				findings = append(findings, escalations(d.Node, d.Name, []model.Document{d})...)
			}
		}
		return findings
	},
}

func escalations(n *graph.Node, name string, documents []model.Document) []Finding {
	var findings []Finding
	var policies []*iam.Policy
	for _, d := range documents {
		if d.Policy == nil {
			findings = append(findings, unreadable(d))
			continue
		}
		policies = append(policies, d.Policy)
	}
	for _, e := range iam.EscalationsOf(policies...) {
		findings = append(findings, violated(n, "%s can gain permissions: %s", name, e.Name).
			counterexample("it may %s (%s)", strings.Join(e.Actions, " and "), e.Source))
	}
	return findings
}
