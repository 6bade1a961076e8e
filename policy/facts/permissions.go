package facts

import (
	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Permissions joins what a role may do. The findings are what of it is not known; surely
// complete is false then, and a proof that the role can do enough would not hold.
func Permissions(in *rule.Context, r *model.Role, partition string) (iam.Permissions, []rule.Finding) {
	p := iam.Permissions{Principal: in.RoleARN(r, partition)}
	var findings []rule.Finding
	for _, d := range r.Identity {
		if d.Policy == nil {
			findings = append(findings, Unreadable(d))
			continue
		}
		p.Identity = append(p.Identity, d.Named())
	}
	for _, why := range r.Unknown {
		findings = append(findings, rule.Undecided(r.Node, why))
	}
	for _, a := range r.Managed {
		if _, aws := iam.IsAWSManaged(a.ARN); aws {
			f := rule.Violated(a.Node, "the AWS managed policy %s is attached to a method's role: it allows more than one action on one table, and AWS may change it", a.ARN)
			findings = append(findings, f.Remedy("detach the policy"))
			continue
		}
		findings = append(findings, rule.Undecided(a.Node, "the attached policy "+a.ARN+" is not defined in this stack"))
	}
	if r.Boundary != nil {
		if r.Boundary.Policy == nil {
			findings = append(findings, Unreadable(*r.Boundary))
		} else {
			named := r.Boundary.Named()
			p.Boundary = &named
		}
	}
	for _, t := range in.Tables {
		for _, d := range t.Policies {
			if d.Policy == nil {
				findings = append(findings, Unreadable(d))
				continue
			}
			p.Resource = append(p.Resource, d.Named())
		}
	}
	return p, findings
}

// Unreadable is the finding for a policy document that is unknown or malformed.
func Unreadable(d model.Document) rule.Finding {
	f := rule.Undecided(d.Node, d.Why())
	if d.Malformed != "" {
		f = rule.Violated(d.Node, "%s", d.Why()).Remedy("write a policy document that IAM accepts")
	}
	return f
}

// Blame is the resource that holds a policy of a role.
func Blame(in *rule.Context, r *model.Role, policy string) *graph.Node {
	for _, d := range r.Identity {
		if d.Name == policy {
			return d.Node
		}
	}
	for _, t := range in.Tables {
		for _, d := range t.Policies {
			if d.Name == policy {
				return d.Node
			}
		}
	}
	return r.Node
}
