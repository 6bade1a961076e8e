package role

import (
	"fmt"
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-001", Slug: "exact-capability",
	Title: "A method's role allows exactly what the method does: one action on one table",
	Why: "Anything else that the role allows is available to an attacker who bypasses the template. A permission that the role lacks fails at run time. " +
		"What the policies of the table and of its KMS key give or withhold counts too.",
	Fix:      "Replace the role's policies by the document shown.",
	Severity: rule.Critical, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_62", "CKV_AWS_63", "CKV_AWS_288", "CKV_AWS_290", "CKV_AWS_355"},
		rule.CDKNag:  {"AwsSolutions-IAM5"}, rule.Trivy: {"AWS-0057"}, rule.SecurityHub: {"IAM.21"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			if i.Role != nil {
				findings = append(findings, exact(in, i)...)
			}
		}
		return findings
	},
})

// exact compares one integration's role with the integration's needs.
func exact(in *rule.Context, i *model.Integration) []rule.Finding {
	needs := facts.NeedsOf(in, i)
	p, findings := facts.Permissions(in, i.Role, i.URI.Partition)
	if !needs.NoAccount || len(findings) == 0 { // the account is not known because the role's documents are not
		findings = append(findings, needs.Undecided...)
	}
	if i.URI.Operation == "" {
		return findings
	}
	required := needs.Capabilities
	if !needs.Complete() {
		// Neither the table nor the key is known; that no other action is allowed can still be determined.
		required = append(required, iam.Capability{Action: "kms:Decrypt", Resource: "*"})
		actions, err := iam.RequiredActions(i.URI.Operation)
		if err != nil {
			return findings
		}
		for _, action := range actions {
			required = append(required, iam.Capability{Action: action, Resource: "*"})
		}
	}
	// Conditions are not relied on to prove that a role can do no more.
	more := perStatement(p.Excess(required, tableARNs(in, i)...))
	for _, f := range more {
		findings = append(findings, excess(in, i, needs, p, f))
	}
	if len(more) > 0 {
		if other := swapped(in, i); other != nil {
			for n := range findings {
				findings[n].Document = ""
				findings[n] = findings[n].Remedy("the roles of %s and %s are swapped: exchange them, or their policies", i.Method.Route(), other.Method.Route())
			}
		}
	}
	if needs.Complete() && len(findings) == 0 {
		findings = append(findings, shortages(in, i, needs, p)...)
	}
	return append(findings, removed(i.Role, in)...)
}

// perStatement keeps one finding of each statement: its text shows what else it allows.
func perStatement(findings []iam.Finding) (kept []iam.Finding) {
	for _, f := range findings {
		if f.Statement == "" || !slices.ContainsFunc(kept, func(k iam.Finding) bool {
			return k.Policy == f.Policy && k.Statement == f.Statement && k.Verdict == f.Verdict
		}) {
			kept = append(kept, f)
		}
	}
	return kept
}

// removed are inline policies of a role that a RolePoliciesExclusive takes away, because it does not list them.
func removed(r *model.Role, in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	for _, n := range in.Graph.OfType(graph.ExclusivePolicies) {
		if in.Role(in.Graph.Refer(n, "roleName", graph.Role).Node) != r {
			continue
		}
		names := n.In("policyNames")
		if names.HasUnknown() {
			findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "policyNames")))
			continue
		}
		for _, d := range r.Identity {
			listed := slices.ContainsFunc(names.Items(), func(v graph.Value) bool { return v.TextOr("") == d.Name })
			if d.Node.Type == graph.RolePolicy && !listed {
				findings = append(findings, rule.Violated(n, "requests will fail at run time: the inline policy %q of %s is removed, because policyNames does not list it", d.Name, r.Name()).
					Remedy("add the policy's name to policyNames"))
			}
		}
	}
	return findings
}

func excess(in *rule.Context, i *model.Integration, needs *facts.Needs, p iam.Permissions, f iam.Finding) rule.Finding {
	// The statement is in the message, and so in the fingerprint: a waiver must not fit a wider one.
	result := rule.Violated(facts.Blame(in, i.Role, f.Policy), "%s may do more than %s needs, by %s", i.Role.Name(), i.Method.Route(), f.Statement)
	if f.Verdict == iam.Undecided {
		result = rule.Undecided(facts.Blame(in, i.Role, f.Policy), fmt.Sprintf("whether %s may do more than %s needs cannot be determined: %s", i.Role.Name(), i.Method.Route(), f.Reason))
	}
	result = result.Counter("the role may do %s on %s, which %s never does", f.Action, f.Resource, i.Method.Route())
	result.Fix, result.Document = "", minimal(in, i, needs, p)
	if result.Document == "" {
		result.Fix = "take the permission away"
	}
	return result
}

// shortages are what the method needs and the role lacks: the request would fail at run time.
func shortages(in *rule.Context, i *model.Integration, needs *facts.Needs, p iam.Permissions) []rule.Finding {
	var findings []rule.Finding
	for _, f := range lacking(in, i, needs, p) {
		result := rule.Violated(i.Role.Node, "%s will fail at run time: its role %s may not do %s on %s", i.Method.Route(), i.Role.Name(), f.Action, f.Resource)
		if f.Verdict == iam.Undecided {
			result = rule.Undecided(i.Role.Node, fmt.Sprintf("whether %s may do what %s needs cannot be determined: %s", i.Role.Name(), i.Method.Route(), f.Reason))
		}
		result = result.Counter("%s asks for %s on %s: %s", i.Method.Route(), f.Action, f.Resource, f.Reason)
		result.Fix, result.Document = "", minimal(in, i, needs, p)
		if key, ok := needs.Key(f.Resource); ok && key.Node != nil {
			result.Fix, result.Document = fmt.Sprintf("let the policy of %s allow kms:Decrypt to the role, under the condition that kms:ViaService is dynamodb.%s.amazonaws.com", key.Node.Title(), i.URI.Region), ""
		} else if !suffices(in, i, p, result.Document, needs, f) {
			result.Fix, result.Document = "change the role's permissions boundary, or the policies of the table and the key, which withhold the right: the role's own policies cannot give it", ""
		}
		findings = append(findings, result)
	}
	return findings
}

// lacking are the needs that the role does not have. The right to use a key of the stack depends on that key's policy.
func lacking(in *rule.Context, i *model.Integration, needs *facts.Needs, p iam.Permissions) []iam.Finding {
	var data []iam.Capability
	var missing []iam.Finding
	// DynamoDB uses a customer's key for the role, and says so
	// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
	through := facts.KeyContext(in, i, p.Principal)
	for _, c := range needs.Capabilities {
		key, isKey := needs.Key(c.Resource)
		switch {
		case !isKey:
			data = append(data, c)
		case key.Node != nil:
			missing = append(missing, facts.UnderKeyPolicy(in, p, key.Node, through).Shortage([]iam.Capability{c})...)
		default:
			outside := p
			outside.Known = through
			missing = append(missing, outside.Shortage([]iam.Capability{c})...)
		}
	}
	p.Known = facts.Sent(in, i, p.Principal)
	return append(p.Shortage(data), missing...)
}

// suffices reports whether the role, with the document in place of its own policies, has what a finding says that
// it lacks.
func suffices(in *rule.Context, i *model.Integration, p iam.Permissions, document string, needs *facts.Needs, lacked iam.Finding) bool {
	policy, err := parse.Identity(document)
	if err != nil {
		return false
	}
	p.Identity = []iam.Named{{Name: "the printed document", Policy: policy}}
	return !slices.ContainsFunc(lacking(in, i, needs, p), func(f iam.Finding) bool {
		return f.Action == lacked.Action && f.Resource == lacked.Resource
	})
}

// minimal is the document to paste. The right to use a key should hold only for requests through DynamoDB, which
// Minimal cannot express; LP-TABLE-005 asks for that condition. The right to a key that the stack makes is left to
// the key's policy, which can name the role before the key has an ARN.
func minimal(in *rule.Context, i *model.Integration, needs *facts.Needs, p iam.Permissions) string {
	if !needs.Complete() {
		return ""
	}
	return iam.Minimal(slices.DeleteFunc(slices.Clone(needs.Capabilities), func(c iam.Capability) bool {
		key, ok := needs.Key(c.Resource)
		if !ok || key.Node == nil {
			return false
		}
		_, exists := key.Node.Outputs.At("arn").Text()
		return !exists || facts.NamedByKey(in, p, key.Node, facts.KeyContext(in, i, p.Principal))
	}))
}

// tableARNs are ARNs for counterexamples that explain themselves.
func tableARNs(in *rule.Context, i *model.Integration) []string {
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
