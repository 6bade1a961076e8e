package document

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// trails are the types that record who used a table, with the keys of the items.
var trails = []string{"aws:cloudtrail/trail:Trail", "awsx:cloudtrail:Trail"}

// copyReads are the actions that read what a queue or a bucket holds.
var copyReads = []string{
	"sqs:ReceiveMessage", "s3:GetObject", "s3:GetObjectVersion", "s3:PutBucketPolicy", "sqs:AddPermission", "sqs:SetQueueAttributes",
	"kinesis:GetRecords", "kinesis:SubscribeToShard", "kinesis:PutResourcePolicy", "sns:Subscribe", "sns:AddPermission", "sns:SetTopicAttributes",
	"events:PutRule", "events:PutTargets", "events:PutPermission",
}

// copyTypes are the types of resources that keep or forward what is sent to them. A function forwards what it is invoked
// with to its destinations.
var copyTypes = []string{
	graph.Queue, graph.EventBus, graph.BucketV2, graph.Bucket, "aws:kinesis/stream:Stream", "aws:sns/topic:Topic", firehose, graph.Function,
	graph.LogGroup,
}

// forwarders forward what one of their properties names to what others name.
var forwarders = []struct {
	kind, from string
	to         []string
}{
	{eventTarget, "eventBusName", []string{"arn", "deadLetterConfig"}},
	{subscription, "topic", []string{"endpoint", "redrivePolicy"}},
	{firehose, "kinesisSourceConfiguration", nil},
	{streamMapping, "eventSourceArn", []string{"functionName", "destinationConfig"}},
	{invokeConfig, "functionName", []string{"destinationConfig"}},
	{logSubscription, "logGroup", []string{"destinationArn"}},
	{graph.Function, "deadLetterConfig", []string{"deadLetterConfig"}},
}

// copies are the buckets, queues, topics, streams and event buses of the stack that hold what tables hold, or the keys of it: where
// their changes are sent, where those are kept that could not be sent, and where trails are written.
func copies(in *rule.Context) []*graph.Node {
	var found []*graph.Node
	add := func(n *graph.Node, properties ...string) {
		for _, c := range in.Graph.OfType(copyTypes...) {
			if names(n, c, properties...) && !slices.Contains(found, c) {
				found = append(found, c)
			}
		}
	}
	for _, n := range in.Graph.OfType(graph.Pipe) {
		add(n, "target", "sourceParameters")
	}
	for _, n := range in.Graph.OfType(trails...) {
		add(n, "s3Bucket", "s3BucketName")
	}
	for _, n := range in.Graph.OfType(graph.TableExport) {
		add(n, "s3Bucket")
	}
	for _, n := range in.Graph.OfType(graph.StreamDestination) {
		add(n, "streamArn")
	}
	for _, n := range in.Graph.OfType(streamMapping) {
		if slices.ContainsFunc(in.Tables, func(t *model.Table) bool { return names(n, t.Node, "eventSourceArn") }) {
			add(n, "functionName", "destinationConfig")
		}
	}
	// A bus forwards what its rules match, a topic and Firehose what they get; buses form short chains.
	for before := -1; before < len(found); {
		before = len(found)
		for _, f := range forwarders {
			for _, n := range in.Graph.OfType(f.kind) {
				if slices.ContainsFunc(found, func(c *graph.Node) bool { return n == c || names(n, c, f.from) }) {
					add(n, f.to...)
				}
			}
		}
	}
	return found
}

// names reports whether one of a resource's properties, or any for none, depends on another resource or has its name.
func names(n, of *graph.Node, properties ...string) bool {
	if len(properties) == 0 {
		properties = n.Inputs.Keys()
	}
	name := of.Either("name").TextOr(of.Either("bucket").TextOr(""))
	return slices.ContainsFunc(properties, func(property string) bool {
		return slices.Contains(n.PropertyDependencies[property], of.URN) || name != "" && holds(n.In(property), func(text string) bool {
			at := strings.Index(text, name)
			return at >= 0 && whole(text, at, len(name))
		})
	})
}

// whole reports whether a name within a text is not a part of a longer one.
func whole(text string, at, length int) bool {
	part := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
	}
	return (at == 0 || !part(text[at-1])) && (at+length == len(text) || !part(text[at+length]))
}

// holds reports whether a text within a value is like that.
func holds(v graph.Value, like func(string) bool) bool {
	if text, ok := v.Text(); ok {
		return like(text)
	}
	if slices.ContainsFunc(v.Items(), func(item graph.Value) bool { return holds(item, like) }) {
		return true
	}
	return slices.ContainsFunc(v.Keys(), func(key string) bool { return holds(v.At(key), like) })
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
	for _, n := range in.Graph.OfType("aws:s3/bucketAclV2:BucketAclV2", graph.BucketV2, graph.Bucket) {
		acl := n.In("acl").TextOr("private")
		open := slices.Contains([]string{"public-read", "public-read-write", "authenticated-read"}, acl)
		if open && slices.ContainsFunc(all, func(c *graph.Node) bool { return n == c || names(n, c, "bucket") }) {
			findings = append(findings, rule.Violated(n, "anyone may read a bucket that holds keys or items of the API's tables").Counter("acl is %q", acl))
		}
	}
	return findings
}

// copyOf is the copy that a policy is for, nil for none. Policies of keys and tables are judged by themselves.
func copyOf(all []*graph.Node, d model.ResourcePolicy) *graph.Node {
	if d.Of != nil {
		return nil
	}
	for _, c := range all {
		if c.Type != graph.Function && (d.Node == c || names(d.Node, c)) {
			return c
		}
	}
	return nil
}
