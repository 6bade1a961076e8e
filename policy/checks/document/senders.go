package document

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

const (
	backupPlan     = "aws:backup/plan:Plan"
	apiDestination = "aws:cloudwatch/eventApiDestination:EventApiDestination"
)

// sender is a type of resource that sends data to where a property says. Leaves, where there is one, names what
// outside of AWS a resource delivers to, "" for nothing.
type sender struct {
	kind     string
	from, to string
	leaves   func(in *rule.Context, n *graph.Node) string
}

// senders send what they find in tables and copies. A sender without from always does, a backup plan what is selected for it.
var senders = []sender{
	{kind: graph.StreamDestination, to: "streamArn"},
	{kind: backupPlan, to: "rules"},
	{graph.EventTarget, "eventBusName", "arn", toAPIDestination},
	{graph.TopicSubscription, "topic", "endpoint", toSubscriber},
	{graph.Firehose, "kinesisSourceConfiguration", "extendedS3Configuration", toVendor},
	{kind: graph.EventSourceMapping, from: "eventSourceArn", to: "functionName"},
	{kind: graph.EventSourceMapping, from: "eventSourceArn", to: "destinationConfig"},
	{kind: graph.LogSubscription, from: "logGroup", to: "destinationArn"},
	{kind: graph.TableExport, from: "tableArn", to: "s3BucketOwner"},
	{kind: graph.InvokeConfig, from: "functionName", to: "destinationConfig"},
	{kind: graph.Function, from: "deadLetterConfig", to: "deadLetterConfig"},
	{graph.Pipe, "source", "target", toAPIDestination},
	{kind: graph.Pipe, from: "source", to: "enrichment"},
	{kind: "aws:s3/bucketReplicationConfig:BucketReplicationConfig", from: "bucket", to: "rules"},
	{kind: "aws:rds/integration:Integration", from: "sourceArn", to: "targetArn"},
	{kind: "aws:redshift/integration:Integration", from: "sourceArn", to: "targetArn"},
}

// sent are tables and copies of which the data is sent to another account or out of AWS.
func sent(in *rule.Context, all []*graph.Node) []rule.Finding {
	for _, t := range in.Tables {
		all = append(all, t.Node)
	}
	var findings []rule.Finding
	for _, s := range senders {
		for _, n := range in.Graph.OfType(s.kind) {
			if n.Type == graph.Pipe && ofTable(in, n) {
				continue // LP-ROLE-009 judges where it sends
			}
			if s.from != "" && !slices.ContainsFunc(all, func(c *graph.Node) bool { return n == c || facts.Names(n, c, s.from) }) ||
				s.kind == backupPlan && !selects(in, n, all) {
				continue
			}
			if s.leaves != nil {
				if outside := s.leaves(in, n); outside != "" {
					findings = append(findings, rule.Violated(n, "%s sends data of the API out of AWS", n.Short()).
						Counter("it delivers to %s", outside).Remedy("send it to a resource of the stack's own account, or waive this with the reason"))
				}
			}
			foreign := ""
			facts.Holds(n.In(s.to), func(text string) bool {
				account := facts.AccountOf(text)
				if account != "" && in.Account() != "" && account != in.Account() {
					foreign = text
				}
				return foreign != ""
			})
			if foreign != "" {
				findings = append(findings, rule.Violated(n, "%s sends data of the API to the account %s", n.Short(), facts.AccountOf(foreign)).
					Counter("%s names %q", s.to, foreign).Remedy("send it to a resource of the stack's own account"))
			}
		}
	}
	return findings
}

// toAPIDestination is an HTTPS server that EventBridge calls.
func toAPIDestination(in *rule.Context, n *graph.Node) string {
	for _, property := range []string{"arn", "target"} { // of an event target, of a pipe
		if in.Graph.Refer(n, property, apiDestination).Node != nil || strings.Contains(n.In(property).TextOr(""), ":api-destination/") {
			return "an API destination"
		}
	}
	return ""
}

// toSubscriber is who gets a topic's messages outside of AWS (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html).
func toSubscriber(_ *rule.Context, n *graph.Node) string {
	protocol := n.In("protocol").TextOr("")
	if slices.Contains([]string{"http", "https", "email", "email-json", "sms"}, protocol) {
		return "a subscriber by " + protocol
	}
	return ""
}

// toVendor is a destination of Firehose that another company runs, or any HTTPS server.
func toVendor(_ *rule.Context, n *graph.Node) string {
	for _, property := range []string{"httpEndpointConfiguration", "splunkConfiguration", "snowflakeConfiguration"} {
		if !n.In(property).Absent() {
			return "the server of its " + property
		}
	}
	return ""
}

// selects reports whether a backup plan may copy one of the resources: by name, by a pattern or by tags.
func selects(in *rule.Context, plan *graph.Node, all []*graph.Node) bool {
	return slices.ContainsFunc(in.Graph.OfType("aws:backup/selection:Selection"), func(n *graph.Node) bool {
		if in.Graph.Refer(n, "planId", backupPlan).Node != plan {
			return false
		}
		wide := n.In("resources").IsUnknown() || len(n.In("selectionTags").Items()) > 0 || len(n.In("conditions").Items()) > 0 ||
			facts.Holds(n.In("resources"), func(text string) bool { return strings.Contains(text, "*") })
		return wide || slices.ContainsFunc(all, func(c *graph.Node) bool { return facts.Names(n, c, "resources") })
	})
}

// ofTable reports whether a pipe reads the stream of a table.
func ofTable(in *rule.Context, pipe *graph.Node) bool {
	return slices.ContainsFunc(in.Tables, func(t *model.Table) bool { return facts.Names(pipe, t.Node, "source") })
}
