package document

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-IAM-002", Slug: "no-escalation",
	Title: "No principal of the stack can escalate its privileges",
	Why: "A principal with one of these sets of actions can give itself the API's data, or every permission. Actions that are limited to " +
		"named resources outside the API, such as a deployment of one function, are accepted.",
	Fix:      "Remove the action, or limit it to the resources that it is meant for.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_286", "CKV_AWS_289"}, rule.Trivy: {"AWS-0342"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		assets := facts.AssetsOf(in)
		for _, p := range in.Principals() {
			findings = append(findings, escalations(in, assets, p)...)
		}
		return findings
	},
})

func escalations(in *rule.Context, assets *facts.Assets, p *model.Principal) []rule.Finding {
	var findings []rule.Finding
	var policies []*iam.Policy
	ofMethod := in.Role(p.Node) != nil && len(in.Role(p.Node).Integrations) > 0
	for _, d := range p.Identity {
		switch {
		case d.Policy != nil:
			policies = append(policies, d.Policy)
		case !ofMethod: // LP-ROLE-001 reports methods' roles
			findings = append(findings, facts.Unreadable(d))
		}
	}
	var all []iam.Escalation
	for _, e := range iam.EscalationsOf(policies...) {
		broad := ofMethod || !slices.ContainsFunc(e.Actions, func(action string) bool {
			return !reaches(assets, action, iam.AllowedOn(policies, action))
		})
		if broad {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return findings
	}
	// One finding for all of them: an administrator has every one.
	const shown = 3
	var names []string
	for _, e := range all[:min(len(all), shown)] {
		names = append(names, e.Name)
	}
	if more := len(all) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return append(findings, rule.Violated(p.Node, "%s can escalate its privileges: %s", p.Name(), strings.Join(names, ", ")).
		Counter("it may %s (%s)", strings.Join(all[0].Actions, " and "), all[0].Source))
}

// reaches reports whether an action on those resources may concern the API or its data, or whatever there is.
func reaches(assets *facts.Assets, action string, resources []string) bool {
	service, name, _ := strings.Cut(action, ":")
	switch {
	case action == "iam:PassRole", action == "sts:AssumeRole":
		return slices.ContainsFunc(resources, func(r string) bool { return unlimited(r) || assets.CoversRole(r) })
	case service == "iam":
		return true
	case service == "dynamodb" && name != "PutItem":
		return slices.ContainsFunc(resources, assets.CoversTable)
	case service == "kms":
		return slices.ContainsFunc(resources, assets.CoversKey)
	case service == "apigateway":
		return slices.ContainsFunc(resources, assets.CoversAPI)
	}
	return slices.ContainsFunc(resources, func(r string) bool { return unlimited(r) && ofService(r, service) })
}

// ofService reports whether a resource pattern may be of a service: a statement's resources apply to all of its
// actions, also to those of other services.
func ofService(pattern, service string) bool {
	parts := strings.SplitN(pattern, ":", 4)
	return len(parts) < 3 || strings.ContainsAny(parts[2], "*?") || strings.HasPrefix(service, parts[2])
}

// unlimited reports whether a resource pattern names no resource: "*", or an ARN whose name begins with a
// wildcard.
func unlimited(pattern string) bool {
	parts := strings.SplitN(pattern, ":", 6)
	last := parts[len(parts)-1]
	name := last[strings.LastIndexAny(last, ":/")+1:]
	kind := last[:len(last)-len(name)]
	return strings.HasPrefix(last, "*") || strings.HasPrefix(name, "*") && strings.Count(kind, "/")+strings.Count(kind, ":") <= 1
}
