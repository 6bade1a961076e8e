package facts

import (
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// copyReads are, by the type of a copy, the actions that read or redirect what it holds, and the service and the
// beginning of the resource in its ARN.
var copyReads = map[string]struct {
	actions           []string
	service, resource string
}{
	graph.Queue:    {[]string{"sqs:ReceiveMessage"}, "sqs", ""},
	graph.Stream:   {[]string{"kinesis:GetRecords", "kinesis:SubscribeToShard"}, "kinesis", "stream/"},
	graph.Topic:    {[]string{"sns:Subscribe"}, "sns", ""},
	graph.EventBus: {[]string{"events:PutTargets"}, "events", "event-bus/"},
	graph.LogGroup: {[]string{"logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"}, "logs", "log-group:"},
	graph.Bucket:   {[]string{"s3:GetObject", "s3:GetObjectVersion"}, "s3", ""},
	graph.BucketV2: {[]string{"s3:GetObject", "s3:GetObjectVersion"}, "s3", ""},
}

// CopyReached is an example of what a principal may do to the resources that hold copies of what tables hold; empty
// for nothing. A copy whose name is not known yet can only be covered by a wildcard.
func CopyReached(in *rule.Context, p *model.Principal) string {
	for _, c := range Copies(in) {
		read, ok := copyReads[c.Type]
		if !ok {
			continue
		}
		arn := copyARN(in, c, read.service, read.resource)
		for _, d := range p.Identity {
			if d.Policy == nil {
				continue
			}
			for _, s := range d.Policy.Statements {
				if i := slices.IndexFunc(read.actions, func(action string) bool { return AllowsAction(s, action) }); i >= 0 && s.Effect == iam.Allow && AllowsResource(s, arn) {
					return read.actions[i] + " on " + c.Short() + ", which holds items or keys of the API's tables"
				}
			}
		}
	}
	return ""
}

func copyARN(in *rule.Context, n *graph.Node, service, resource string) string {
	if service == "s3" {
		return "arn:aws:s3:::" + n.Either("bucket").TextOr("00000") + "/o"
	}
	return "arn:aws:" + service + ":" + model.PlaceOf(n).Region + ":" + in.Account() + ":" + resource + n.Either("name").TextOr("00000")
}
