package facts

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Permissions joins what a role may do. The findings list the policies that could not be
// read: while there are any, the role may be able to do more, or less, than the permissions say.
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
			f := rule.Violated(a.Node, "the AWS managed policy %s is attached to %s: it allows more than the role needs, and AWS may change it", a.ARN, r.Name())
			findings = append(findings, f.Remedy("detach the policy"))
			continue
		}
		findings = append(findings, rule.Undecided(a.Node, "the attached policy "+a.ARN+" is not defined in this stack"))
	}
	switch b := r.Boundary; {
	case b == nil:
	case b.Policy != nil:
		named := b.Named()
		p.Boundary = &named
	case b.Malformed != "":
		findings = append(findings, Unreadable(*b))
	} // A boundary that is unknown only takes away: what the role may do at most is proven without it.
	for _, d := range in.ResourcePolicies {
		table := d.Of != nil && d.Of.Type == graph.Table
		switch {
		case !table && !r.Names(d.Text):
		case table && onlyDenies(d, r):
		case d.Policy != nil:
			p.Resource = append(p.Resource, forComparison(in, d))
		case d.Of == nil: // LP-IAM-004 reports those of tables and keys
			findings = append(findings, Unreadable(d.Document))
		}
	}
	return p, findings
}

// onlyDenies reports whether a table's policy only denies, and the role's own policies do not name the
// table: then it does not matter to a role that has no more than it needs. Leaving it out keeps the
// judgement of a thousand roles from growing with every table.
func onlyDenies(d model.ResourcePolicy, r *model.Role) bool {
	name, known := d.Of.Either("name").Text()
	if d.Policy == nil || !known || name == "" {
		return false
	}
	for _, s := range d.Policy.Statements {
		if s.Effect != iam.Deny {
			return false
		}
	}
	return !slices.ContainsFunc(r.Identity, func(own model.Document) bool { return strings.Contains(own.Text, name) })
}

// Unreadable is the finding for a policy document that is unknown or malformed.
func Unreadable(d model.Document) rule.Finding {
	f := rule.Undecided(d.Node, d.Why())
	if how := computable(d); how != "" {
		f = f.Remedy("give the resource a name and write its ARN from it, %s, with the region of aws.GetRegion and the account of aws.GetCallerIdentity, which are known at preview; then the document is a plain text", how)
	}
	if d.Malformed != "" {
		f = rule.Violated(d.Node, "%s", d.Why()).Remedy("write a policy document that IAM accepts")
	}
	return f
}

// computable is the form of the ARN that makes a document unknown, where a program can write the ARN before the
// resource exists; empty where it cannot, as for a key, or where the document is computed from several types.
func computable(d model.Document) string {
	form := ""
	for _, urn := range d.Node.PropertyDependencies[d.Property] {
		of := ""
		for kind, arn := range arnForms {
			if strings.Contains(urn, kind+"::") {
				of = arn
			}
		}
		if of == "" || form != "" && of != form {
			return ""
		}
		form = of
	}
	return form
}

var arnForms = map[string]string{
	graph.Table:           "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME",
	graph.LogGroup:        "arn:aws:logs:REGION:ACCOUNT:log-group:NAME",
	graph.Role:            "arn:aws:iam::ACCOUNT:role/NAME",
	graph.Queue:           "arn:aws:sqs:REGION:ACCOUNT:NAME",
	"aws:sns/topic:Topic": "arn:aws:sns:REGION:ACCOUNT:NAME",
	graph.Bucket:          "arn:aws:s3:::NAME",
	graph.BucketV2:        "arn:aws:s3:::NAME",
}

// forComparison is a resource policy in which "*" is the key, where it is a key's.
func forComparison(in *rule.Context, d model.ResourcePolicy) iam.Named {
	if d.Of == nil || !slices.Contains(model.KeyTypes(), d.Of.Type) {
		return d.Named()
	}
	return iam.OfKey(d.Named(), KeyARN(in, d.Of))
}

// Blame is the resource that holds a policy of a role.
func Blame(in *rule.Context, r *model.Role, policy string) *graph.Node {
	for _, d := range r.Identity {
		if d.Name == policy {
			return d.Node
		}
	}
	for _, d := range in.ResourcePolicies {
		if d.Name == policy {
			return d.Node
		}
	}
	return r.Node
}
