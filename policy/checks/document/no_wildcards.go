package document

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-IAM-001", Slug: "no-wildcards",
	Title:    "No policy of the stack allows by a wildcard or by exception",
	Why:      "A wildcard allows what does not exist yet. NotAction, NotResource and NotPrincipal allow everything that they do not list.",
	Fix:      "List the actions, resources and principals that are meant. A table's stream is named <table ARN>/stream/*, because its name is the time at which it was made, and the streams of a log group <group ARN>:*, because their writers name them.",
	Severity: rule.Medium, Level: rule.Advisory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_62", "CKV_AWS_63", "CKV_AWS_355"}, rule.CDKNag: {"AwsSolutions-IAM5"},
		rule.Trivy: {"AWS-0057"}, rule.SecurityHub: {"IAM.1", "IAM.21"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, d := range facts.IdentityDocuments(in) {
			findings = append(findings, wildcards(d, iam.HasWildcard)...)
		}
		for _, d := range in.ResourcePolicies {
			if d.Policy != nil && d.Of != nil {
				// In a resource's own policy "*" is the resource.
				findings = append(findings, wildcards(d.Document, func(string) bool { return false })...)
			}
		}
		return findings
	},
})

// wildcards looks through a document's Allow statements.
func wildcards(d model.Document, wide func(resource string) bool) []rule.Finding {
	var findings []rule.Finding
	bad := func(i int, what, value string) {
		findings = append(findings, rule.Violated(d.Node, "the policy %q allows by %s", d.Name, what).
			Counter("Statement[%d]: %s %q", i, what, value))
	}
	for i, s := range d.Policy.Statements {
		if s.Effect != iam.Allow {
			continue
		}
		for _, list := range []struct {
			what   string
			values []string
		}{{"NotAction", s.NotActions}, {"NotResource", s.NotResources}, {"NotPrincipal", principals(s.NotPrincipals)}} {
			if len(list.values) > 0 {
				bad(i, list.what, strings.Join(list.values, ", "))
			}
		}
		for _, action := range s.Actions {
			if iam.HasWildcard(action) && !ownersKey(d.Node, s) {
				bad(i, "a wildcard in Action", action)
			}
		}
		for _, resource := range s.Resources {
			if wide(withoutStream(resource)) {
				bad(i, "a wildcard in Resource", resource)
			}
		}
		for _, p := range s.Principals {
			if d.Node.Type != graph.RestAPIPolicy && (p.Type == iam.PrincipalAny || p.Value == "*") {
				bad(i, "any principal", fmt.Sprint(p))
			}
		}
	}
	return findings
}

// withoutStream is the table of "<table ARN>/stream/*", which names the table's one stream: a preview does not know the
// time that it is named after. Likewise it is the log group of "<group ARN>:*": AWS's services name their log streams as they
// make them. It is any other resource itself.
func withoutStream(resource string) string {
	table, found := strings.CutSuffix(resource, "/stream/*")
	if of, index := iam.SplitTableARN(table); found && of != "" && index == "" {
		return table
	}
	parts := strings.SplitN(resource, ":", 7)
	if len(parts) == 7 && parts[2] == "logs" && parts[5] == "log-group" {
		for _, streams := range []string{":log-stream:*", ":*"} {
			if group, found := strings.CutSuffix(parts[6], streams); found {
				return group
			}
		}
	}
	return resource
}

func principals(list []iam.Principal) []string {
	var all []string
	for _, p := range list {
		all = append(all, p.String())
	}
	return all
}

// ownersKey tells the statement by which a key's policy hands the key to IAM, as AWS demands: without it no one could
// manage the key (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
func ownersKey(n *graph.Node, s iam.Statement) bool {
	return (n.Type == graph.KeyPolicy || slices.Contains(model.KeyTypes(), n.Type)) && len(s.Principals) > 0 && !slices.ContainsFunc(s.Principals, func(p iam.Principal) bool {
		return p.Type != iam.PrincipalAWS || !strings.HasSuffix(p.Value, ":root")
	})
}
