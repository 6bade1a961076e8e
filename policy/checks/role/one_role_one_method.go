package role

import (
	"slices"
	"strings"

	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-003", Slug: "one-role-one-method",
	Title:    "A method's role belongs to that method alone",
	Why:      "A shared role allows what all of its methods need together: bypassing the template of one method gives access to the others.",
	Fix:      "Give every method a role of its own.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		outside := map[string]*model.Integration{} // by the role's ARN
		for _, i := range in.Integrations() {
			switch c := i.Credentials; {
			case c.Unknown != "":
				findings = append(findings, rule.Undecided(i.Node, "whether "+i.Method.Route()+" shares its role cannot be determined: "+c.Unknown))
			case c.Outside() && outside[c.Literal] != nil:
				findings = append(findings, rule.Violated(i.Node, "%s and %s share the role %s", i.Method.Route(), outside[c.Literal].Method.Route(), c.Literal))
			case c.Outside():
				outside[c.Literal] = i
			}
		}
		for _, r := range in.Roles {
			if len(r.Integrations) == 0 {
				continue
			}
			if len(r.Integrations) > 1 {
				f := rule.Violated(r.Node, "%s is the role of %d methods: %s", r.Name(), len(r.Integrations), strings.Join(routes(r), ", "))
				findings = append(findings, f.Counter("%s could do what %s does", r.Integrations[0].Method.Route(), r.Integrations[1].Method.Route()))
			}
			for _, m := range r.Mentions {
				f := rule.Violated(r.Node, "%s is the role of %s and is used by %s as well", r.Name(), routes(r)[0], m.Node.Title())
				if m.Text == "" {
					f = f.Counter("%s is computed from the role", m.Property)
				} else {
					f = f.Counter("%s names the role", m.Property)
				}
				findings = append(findings, f)
			}
		}
		return findings
	},
})

func routes(r *model.Role) []string {
	var all []string
	for _, i := range r.Integrations {
		all = append(all, i.Method.Route())
	}
	slices.Sort(all)
	return all
}
