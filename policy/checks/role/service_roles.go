package role

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// serviceActions are what API Gateway needs of a role that it assumes besides those of integrations.
var serviceActions = map[string]struct {
	patterns []string
	managed  []string
}{
	// Those of the managed policy, and keeping what is written for a time
	// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html).
	"logs": {[]string{
		"logs:CreateLogGroup", "logs:CreateLogStream", "logs:Describe*", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:PutLogEvents",
		"logs:PutRetentionPolicy",
	}, []string{"service-role/AmazonAPIGatewayPushToCloudWatchLogs"}},
	"authorizer": {[]string{"lambda:InvokeFunction"}, nil},
}

// anyFunction is a function that no policy means.
const anyFunction = "arn:aws:lambda:us-east-1:000000000000:function:00000"

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-007", Slug: "service-roles",
	Title:    "API Gateway's logs role only writes logs, and an authorizer's role only invokes its function",
	Why:      "API Gateway assumes these roles for every API of the region. Anything else that they allow is available to whoever can edit an integration.",
	Fix:      "Attach only AmazonAPIGatewayPushToCloudWatchLogs to the logs role, and allow only lambda:InvokeFunction on its function to an authorizer's role.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, r := range in.Roles {
			if purpose := facts.ServiceRole(in, r); purpose != "" {
				findings = append(findings, service(r, purpose)...)
			}
		}
		return findings
	},
})

func service(r *model.Role, purpose string) []rule.Finding {
	var findings []rule.Finding
	need := serviceActions[purpose]
	for _, d := range r.Identity {
		if d.Policy == nil {
			continue // LP-IAM-002 reports it
		}
		for _, s := range d.Policy.Statements {
			if s.Effect != iam.Allow {
				continue
			}
			excess := slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool {
				return slices.ContainsFunc(need.patterns, func(pattern string) bool {
					included, _, decided := iam.Includes(iam.ActionPattern, pattern, action)
					return included && decided
				})
			})
			if purpose == "authorizer" && len(excess)+len(s.NotActions) == 0 && facts.AllowsResource(s, anyFunction) {
				findings = append(findings, rule.Violated(d.Node, "API Gateway's authorizer role %s may invoke more than its function", r.Name()).
					Counter("%s", s).Remedy("name the authorizer's function as the Resource"))
			}
			if len(excess)+len(s.NotActions) > 0 {
				findings = append(findings, rule.Violated(d.Node, "API Gateway's %s role %s allows more than %s", purpose, r.Name(), strings.Join(need.patterns, ", ")).
					Counter("%s", s))
			}
		}
	}
	for _, a := range r.Managed {
		name, aws := iam.IsAWSManaged(a.ARN)
		switch {
		case aws && slices.Contains(need.managed, name):
		case aws:
			findings = append(findings, rule.Violated(a.Node, "API Gateway's %s role %s has the managed policy %s", purpose, r.Name(), a.ARN))
		default:
			findings = append(findings, rule.Undecided(a.Node, "the attached policy "+a.ARN+" of API Gateway's "+purpose+" role is not defined in this stack"))
		}
	}
	return findings
}
