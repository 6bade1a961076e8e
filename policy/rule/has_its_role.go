package rule

import "strings"

var hasItsRole = &Rule{
	ID: "LP-ROLE-006", Slug: "has-its-role",
	Title:    "Every integration has a role of this stack as its credentials",
	Why:      "What a role outside the stack may do, nobody can prove here. Without a role the caller's own rights or none apply.",
	Fix:      "Set credentials to the ARN of a role that this program creates for the method.",
	Severity: Critical, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			route := i.Method.Route()
			switch c := i.Credentials; {
			case i.Role != nil:
			case c.Absent:
				findings = append(findings, violated(i.Node, "%s has no role: DynamoDB refuses every request", route).counterexample("credentials is not set"))
			case c.Unknown != "":
				findings = append(findings, undecided(i.Node, "which role "+route+" uses cannot be told: "+c.Unknown))
			case strings.HasSuffix(c.Literal, ":user/*"):
				f := violated(i.Node, "%s calls DynamoDB with the rights of each caller, which this stack does not define", route)
				findings = append(findings, f.counterexample("credentials is %q", c.Literal))
			default:
				f := undecided(i.Node, "the role "+c.Literal+" of "+route+" is not in this stack")
				findings = append(findings, f.fix("create the method's role in this stack"))
			}
		}
		return findings
	},
}
