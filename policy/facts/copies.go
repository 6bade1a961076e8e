package facts

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// trails are the types that record who used a table, with the keys of the items.
var trails = []string{"aws:cloudtrail/trail:Trail", "awsx:cloudtrail:Trail"}

// copyTypes are the types of resources that keep or forward what is sent to them. A function forwards what it is invoked
// with to its destinations.
var copyTypes = []string{
	graph.Queue, graph.EventBus, graph.BucketV2, graph.Bucket, graph.Stream, graph.Topic, graph.Firehose, graph.Function,
	graph.LogGroup,
}

// forwarders forward what one of their properties names to what others name.
var forwarders = []struct {
	kind, from string
	to         []string
}{
	{graph.EventTarget, "eventBusName", []string{"arn", "deadLetterConfig"}},
	{graph.TopicSubscription, "topic", []string{"endpoint", "redrivePolicy"}},
	{graph.Firehose, "kinesisSourceConfiguration", nil},
	{graph.EventSourceMapping, "eventSourceArn", []string{"functionName", "destinationConfig"}},
	{graph.InvokeConfig, "functionName", []string{"destinationConfig"}},
	{graph.LogSubscription, "logGroup", []string{"destinationArn"}},
	{graph.Function, "deadLetterConfig", []string{"deadLetterConfig"}},
}

type copiesKey struct{}

// Copies are the buckets, queues, topics, streams and event buses of the stack that hold what tables hold, or the keys of it: where
// their changes are sent, where those are kept that could not be sent, and where trails are written.
func Copies(in *rule.Context) []*graph.Node {
	return rule.Once(in, copiesKey{}, func() []*graph.Node { return findCopies(in) })
}

func findCopies(in *rule.Context) []*graph.Node {
	var found []*graph.Node
	add := func(n *graph.Node, properties ...string) {
		for _, c := range in.Graph.OfType(copyTypes...) {
			if Names(n, c, properties...) && !slices.Contains(found, c) {
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
	for _, n := range in.Graph.OfType(graph.EventSourceMapping) {
		if slices.ContainsFunc(in.Tables, func(t *model.Table) bool { return Names(n, t.Node, "eventSourceArn") }) {
			add(n, "functionName", "destinationConfig")
		}
	}
	// A bus forwards what its rules match, a topic and Firehose what they get; buses form short chains.
	for before := -1; before < len(found); {
		before = len(found)
		for _, f := range forwarders {
			for _, n := range in.Graph.OfType(f.kind) {
				if slices.ContainsFunc(found, func(c *graph.Node) bool { return n == c || Names(n, c, f.from) }) {
					add(n, f.to...)
				}
			}
		}
	}
	return found
}

// Names reports whether one of a resource's properties, or any for none, depends on another resource or has its name.
func Names(n, of *graph.Node, properties ...string) bool {
	if len(properties) == 0 {
		properties = n.Inputs.Keys()
	}
	name := of.Either("name").TextOr(of.Either("bucket").TextOr(""))
	return slices.ContainsFunc(properties, func(property string) bool {
		return slices.Contains(n.PropertyDependencies[property], of.URN) || name != "" && Holds(n.In(property), func(text string) bool {
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

// Holds reports whether a text within a value is like that.
func Holds(v graph.Value, like func(string) bool) bool {
	if text, ok := v.Text(); ok {
		return like(text)
	}
	if slices.ContainsFunc(v.Items(), func(item graph.Value) bool { return Holds(item, like) }) {
		return true
	}
	return slices.ContainsFunc(v.Keys(), func(key string) bool { return Holds(v.At(key), like) })
}
