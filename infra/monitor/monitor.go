// Package monitor creates an API's monitoring: CloudWatch alarms with the SNS topic that
// they notify, and a dashboard with a row for each method.
package monitor

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sns"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Settings are what the configuration says about monitoring.
type Settings struct {
	Alarms bool
	// TopicARN is an SNS topic that exists; empty for a topic of the stack's own.
	TopicARN string
	// Emails are notified by the stack's own topic. Each has to confirm the subscription that AWS mails it.
	Emails []string
	// ErrorPercent is how many of all requests may be answered 5xx, in percent.
	ErrorPercent int
	// Latency is how long the slowest request of a hundred may take, in milliseconds.
	Latency   int
	Dashboard bool
}

// Args are what is watched.
type Args struct {
	Settings
	API       string               // the API's physical name
	Stage     string               // the stage's name
	Region    string               // of everything
	AccessLog *cloudwatch.LogGroup // the stage's, with one JSON object per line that has the member status
	Methods   []Method             // rows of the dashboard
	Tables    []Table              //
	Pipes     []Pipe               // that send the changes of tables
	// DeadLetters is the name of the queue of changes that pipes could not send, empty without one.
	DeadLetters string
	Tags        pulumi.StringMap //
	Parent      pulumi.Resource  //
}

// Method is a method of the API, as CloudWatch's dimensions name it.
type Method struct {
	Verb, Path string // "GET", "/{name}"
	// Metrics tells whether the stage reports metrics for each method.
	Metrics bool
}

// Table is a DynamoDB table that the API uses.
type Table struct {
	Label      string   // the API's own name of it, which alarms are named by
	Name       string   // physical
	Indexes    []string //
	Operations []string // that the methods call, such as GetItem
	// Read and Write are the most capacity units that the table, and each index, may use in a second; 0
	// is no limit of ours.
	Read, Write int
}

// Pipe is a pipe that sends the changes of a table.
type Pipe struct {
	Label string // the API's own name of the table
	Name  string // physical
}

// New registers the alarms and the dashboard that the settings ask for.
func New(ctx *pulumi.Context, name string, args Args) error {
	if args.Alarms {
		topic, err := newTopic(ctx, name, args)
		if err != nil {
			return err
		}
		if err := newAlarms(ctx, name, args, topic); err != nil {
			return err
		}
	}
	if args.Dashboard {
		return newDashboards(ctx, name, args)
	}
	return nil
}

// newTopic is the ARN of the topic that alarms notify. The stack's own topic is not encrypted: CloudWatch
// cannot publish to one under the AWS managed key, and what alarms say is no secret
// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html).
func newTopic(ctx *pulumi.Context, name string, args Args) (pulumi.StringInput, error) {
	if args.TopicARN != "" {
		return pulumi.String(args.TopicARN), nil
	}
	topic, err := sns.NewTopic(ctx, name+"-alarms", &sns.TopicArgs{
		Name: pulumi.String(plain(args.API + "-alarms")), DisplayName: pulumi.String("Alarms of " + args.API), Tags: args.Tags,
	}, pulumi.Parent(args.Parent))
	if err != nil {
		return nil, err
	}
	for _, email := range args.Emails {
		if _, err := sns.NewTopicSubscription(ctx, name+"-alarms-"+email, &sns.TopicSubscriptionArgs{
			Topic: topic.Arn, Protocol: pulumi.String("email"), Endpoint: pulumi.String(email),
		}, pulumi.Parent(args.Parent)); err != nil {
			return nil, err
		}
	}
	return topic.Arn, nil
}

// plain replaces what the names of topics and dashboards cannot have.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, name)
}
