package role

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/policy/model"
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
				findings = append(findings, elsewhere(in, i)...)
			case c.Absent:
				findings = append(findings, rule.Violated(i.Node, "%s has no role: DynamoDB refuses every request", route).Counter("credentials is not set"))
			case c.Unknown != "":
				findings = append(findings, rule.Undecided(i.Node, "which role "+route+" uses cannot be determined: "+c.Unknown))
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

// elsewhere judges credentials that are a literal text: they must be the ARN of the role of that name that the stack
// makes, and not one in another account, partition or path.
func elsewhere(in *rule.Context, i *model.Integration) []rule.Finding {
	text := i.Credentials.Literal
	if text == "" || text == i.Role.Node.Outputs.At("arn").TextOr("") {
		return nil
	}
	is, err := arn.Parse(text)
	if err != nil {
		return []rule.Finding{rule.Violated(i.Node, "the credentials of %s are not the ARN of a role", i.Method.Route()).Counter("credentials is %q", text)}
	}
	path := i.Role.Node.In("path")
	other := is.Service != "iam" || in.Account() != "" && is.AccountID != in.Account() || i.URI.Partition != "" && is.Partition != i.URI.Partition ||
		!path.IsUnknown() && is.Resource != "role"+path.TextOr("/")+i.Role.Name()
	if !other {
		return nil
	}
	return []rule.Finding{rule.Violated(i.Node, "%s has the credentials of a role that is not the stack's %s", i.Method.Route(), i.Role.Name()).
		Counter("credentials is %q", text).Remedy("set credentials to the arn of the role that this program creates for the method")}
}
