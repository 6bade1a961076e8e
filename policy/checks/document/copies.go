package document

import (
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// copyReads are the actions that read what a queue or a bucket holds.
var copyReads = []string{
	"sqs:ReceiveMessage", "s3:GetObject", "s3:GetObjectVersion", "s3:PutBucketPolicy", "sqs:AddPermission", "sqs:SetQueueAttributes",
	"kinesis:GetRecords", "kinesis:SubscribeToShard", "kinesis:PutResourcePolicy", "sns:Subscribe", "sns:AddPermission", "sns:SetTopicAttributes",
	"events:PutRule", "events:PutTargets", "events:PutPermission",
}

// copiesAdmit judges who may read the copies: by their policies, and by access control lists, which may admit anyone.
func copiesAdmit(in *rule.Context, all []*graph.Node) []rule.Finding {
	var findings []rule.Finding
	for _, d := range in.ResourcePolicies {
		of := copyOf(all, d)
		if of == nil {
			continue
		}
		if d.Policy == nil {
			findings = append(findings, facts.Unreadable(d.Document))
			continue
		}
		d.Of = of
		for _, s := range d.Policy.Statements {
			if s.Effect == iam.Allow && slices.ContainsFunc(copyReads, func(action string) bool { return facts.AllowsAction(s, action) }) {
				findings = append(findings, admits(in, d, s)...)
			}
		}
	}
	return append(findings, shared(in, all)...)
}

// copyOf is the copy that a policy is for, nil for none. Policies of keys and tables are judged by themselves.
func copyOf(all []*graph.Node, d model.ResourcePolicy) *graph.Node {
	if d.Of != nil {
		return nil
	}
	for _, c := range all {
		if c.Type != graph.Function && (d.Node == c || facts.Names(d.Node, c)) {
			return c
		}
	}
	return nil
}
