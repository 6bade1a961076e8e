package rule

import (
	"fmt"
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var exactCapability = &Rule{
	ID: "LP-ROLE-001", Slug: "exact-capability",
	Title:    "A method's role may do exactly what the method does: one action on one table",
	Why:      "Whatever else the role may do, somebody who gets past the template may do too. Whatever the role lacks, fails at run time.",
	Fix:      "Replace the role's policies by the document shown.",
	Severity: Critical, Level: Mandatory,
	MapsTo: map[string][]string{
		Checkov: {"CKV_AWS_62", "CKV_AWS_63", "CKV_AWS_288", "CKV_AWS_290", "CKV_AWS_355"},
		CDKNag:  {"AwsSolutions-IAM5"}, Trivy: {"AWS-0057"}, SecurityHub: {"IAM.21"},
	},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, i := range in.integrations() {
			if i.Role != nil {
				findings = append(findings, in.exact(i)...)
			}
		}
		return findings
	},
}

// permissions puts together what a role may do. The findings are what of it is not known; surely
// complete is false then, and a proof that the role can do enough would not hold.
func (in *Input) permissions(r *model.Role, partition string) (iam.Permissions, []Finding) {
	p := iam.Permissions{Principal: in.RoleARN(r, partition)}
	var findings []Finding
	for _, d := range r.Identity {
		if d.Policy == nil {
			findings = append(findings, unreadable(d))
			continue
		}
		p.Identity = append(p.Identity, d.Named())
	}
	for _, why := range r.Unknown {
		findings = append(findings, undecided(r.Node, why))
	}
	for _, a := range r.Managed {
		if _, aws := iam.IsAWSManaged(a.ARN); aws {
			f := violated(a.Node, "the AWS managed policy %s is attached to a method's role: it allows more than one action on one table, and AWS may change it", a.ARN)
			findings = append(findings, f.fix("detach the policy"))
			continue
		}
		findings = append(findings, undecided(a.Node, "the attached policy "+a.ARN+" is not defined in this stack"))
	}
	if r.Boundary != nil {
		if r.Boundary.Policy == nil {
			findings = append(findings, unreadable(*r.Boundary))
		} else {
			named := r.Boundary.Named()
			p.Boundary = &named
		}
	}
	for _, t := range in.Tables {
		for _, d := range t.Policies {
			if d.Policy == nil {
				findings = append(findings, unreadable(d))
				continue
			}
			p.Resource = append(p.Resource, d.Named())
		}
	}
	return p, findings
}

func unreadable(d model.Document) Finding {
	f := undecided(d.Node, d.Why())
	if d.Malformed != "" {
		f = violated(d.Node, "%s", d.Why()).fix("write a policy document that IAM accepts")
	}
	return f
}

// exact compares one integration's role with the integration's needs.
func (in *Input) exact(i *model.Integration) []Finding {
	needs := in.Needs(i)
	p, findings := in.permissions(i.Role, i.URI.Partition)
	findings = append(findings, needs.Undecided...)
	if i.URI.Operation == "" {
		return findings
	}
	required := needs.Capabilities
	if len(needs.Undecided) > 0 {
		// Which table is not known; that it is no other action can still be told.
		actions, err := iam.RequiredActions(i.URI.Operation)
		if err != nil {
			return findings
		}
		for _, action := range actions {
			required = append(required, iam.Capability{Action: action, Resource: "*"})
		}
	}
	// Conditions are not relied on to prove that a role can do no more.
	for _, f := range p.Excess(required, in.tableARNs(i)...) {
		findings = append(findings, in.excess(i, needs, f))
	}
	if len(needs.Undecided) == 0 && len(findings) == 0 {
		findings = append(findings, in.shortages(i, needs, p)...)
	}
	return findings
}

func (in *Input) excess(i *model.Integration, needs *Needs, f iam.Finding) Finding {
	// The statement is in the message, and so in the fingerprint: a waiver must not fit a wider one.
	result := violated(in.blame(i.Role, f.Policy), "%s may do more than %s needs, by %s", i.Role.Name(), i.Method.Route(), f.Statement)
	if f.Verdict == iam.Undecided {
		result = undecided(in.blame(i.Role, f.Policy), fmt.Sprintf("whether %s may do more than %s needs cannot be told: %s", i.Role.Name(), i.Method.Route(), f.Reason))
	}
	result = result.counterexample("the role may do %s on %s, which %s never does", f.Action, f.Resource, i.Method.Route())
	result.Fix, result.Document = "", minimal(needs)
	if result.Document == "" {
		result.Fix = "take the permission away"
	}
	return result
}

// shortages are what the method needs and the role lacks: the request would fail at run time.
func (in *Input) shortages(i *model.Integration, needs *Needs, p iam.Permissions) []Finding {
	var data, keys []iam.Capability
	for _, c := range needs.Capabilities {
		if slices.Contains(needs.Keys, c.Resource) {
			keys = append(keys, c)
		} else {
			data = append(data, c)
		}
	}
	missing := p.Shortage(data)
	// DynamoDB uses a customer's key for the role, and says so
	// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
	p.Known = map[string][]string{"kms:ViaService": {viaDynamoDB(i.URI)}}
	var findings []Finding
	for _, f := range append(missing, p.Shortage(keys)...) {
		result := violated(i.Role.Node, "%s will fail at run time: its role %s may not do %s on %s", i.Method.Route(), i.Role.Name(), f.Action, f.Resource)
		if f.Verdict == iam.Undecided {
			result = undecided(i.Role.Node, fmt.Sprintf("whether %s may do what %s needs cannot be told: %s", i.Role.Name(), i.Method.Route(), f.Reason))
		}
		result = result.counterexample("%s asks for %s on %s: %s", i.Method.Route(), f.Action, f.Resource, f.Reason)
		result.Fix, result.Document = "", minimal(needs)
		findings = append(findings, result)
	}
	return findings
}

func viaDynamoDB(uri model.URI) string { return "dynamodb." + uri.Region + ".amazonaws.com" }

// blame is the resource that holds a policy of a role.
func (in *Input) blame(r *model.Role, policy string) *graph.Node {
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

// minimal is the document to paste. The right to use a key is to be had only by way of DynamoDB,
// which Minimal cannot say; so it is left to LP-TABLE-005 to ask for the condition.
func minimal(needs *Needs) string {
	if len(needs.Undecided) > 0 {
		return ""
	}
	return iam.Minimal(needs.Capabilities)
}

// tableARNs are ARNs that make telling counterexamples.
func (in *Input) tableARNs(i *model.Integration) []string {
	var arns []string
	for _, t := range in.Tables {
		if arn, ok := t.Node.Outputs.At("arn").Text(); ok {
			arns = append(arns, arn)
		} else if t.Name != "" && in.Account() != "" && i.URI.Partition != "" {
			arns = append(arns, iam.TableARN(i.URI.Partition, i.URI.Region, in.Account(), t.Name))
		}
	}
	return arns
}
