package role

import (
	"strings"

	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-006", Slug: "has-its-role",
	Title:    "Every integration has a role of this stack as its credentials",
	Why:      "What a role outside the stack allows cannot be proven here. Without a role the caller's own permissions apply, or none.",
	Fix:      "Set credentials to the ARN of a role that this program creates for the method.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			route := i.Method.Route()
			switch c := i.Credentials; {
			case i.Role != nil:
			case c.Absent:
				findings = append(findings, rule.Violated(i.Node, "%s has no role: DynamoDB refuses every request", route).Counter("credentials is not set"))
			case c.Unknown != "":
				findings = append(findings, rule.Undecided(i.Node, "which role "+route+" uses cannot be told: "+c.Unknown))
			case strings.HasSuffix(c.Literal, ":user/*"):
				f := rule.Violated(i.Node, "%s calls DynamoDB with the rights of each caller, which this stack does not define", route)
				findings = append(findings, f.Counter("credentials is %q", c.Literal))
			default:
				f := rule.Undecided(i.Node, "the role "+c.Literal+" of "+route+" is not in this stack")
				findings = append(findings, f.Remedy("create the method's role in this stack"))
			}
		}
		return findings
	},
})
