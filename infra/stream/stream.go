// Package stream sends the changes of tables to an event bus or a queue, without a function: each table has a
// stream, which a pipe of Amazon EventBridge reads with a role of its own.
package stream

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/pipes"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Target is what receives the changes.
type Target string

// The targets. None switches streams off.
const (
	None     Target = "none"
	EventBus Target = "eventBus"
	Queue    Target = "queue"
)

// ViewType is what records of the streams have of an item: what it was before the change, and what it is.
const ViewType = "NEW_AND_OLD_IMAGES"

// Settings are which changes are sent, and where to.
type Settings struct {
	Target Target
	// Tables are the names of the tables whose changes are sent, none for all.
	Tables []string
	// Filter is the event pattern of the changes that are sent, empty for all.
	Filter string
}

// On reports whether changes are sent.
func (s Settings) On() bool { return s.Target != None && s.Target != "" }

// Table is a table whose changes are sent.
type Table struct {
	Name string // in the API
	ARN  string
	Pipe string // the physical names of its pipe and of the pipe's role
	Role string
}

// Args are what the pipes are made of.
type Args struct {
	Settings
	Streamed []Table
	// Name is the physical name of the bus or the queue, and DeadLetter that of the dead-letter queue. The name of a
	// queue that keeps the order ends in ".fifo".
	Name, DeadLetter           string
	KMSKeyARN                  string // of the tables, empty without a customer's key
	Partition, Region, Account string
	Tags                       pulumi.StringMap
	Parent                     pulumi.Resource
}

// Streams are the outputs.
type Streams struct {
	// TargetARN is the event bus or the queue.
	TargetARN pulumi.StringOutput
	// QueueURL is the queue's URL, nil for an event bus.
	QueueURL pulumi.Output
	// DeadLetterURL is the URL of the queue of what could not be sent.
	DeadLetterURL pulumi.StringOutput
}

// Changes that fail are tried again for about as long as an outage of a target lasts, then their stream positions
// (not their items) go to the dead-letter queue, where they are kept as long as SQS keeps anything, and the pipe
// goes on. A stream itself keeps its records for 24 hours.
const (
	batchSize         = 10 // as many entries as events:PutEvents and sqs:SendMessageBatch take
	retries           = 20
	deadLetterSeconds = 14 * 24 * 60 * 60
)

// New registers the target, the dead-letter queue, and a pipe for each table. arns are the tables' streams, by the
// tables' names.
func New(ctx *pulumi.Context, name string, args Args, roles *Roles, arns map[string]pulumi.StringInput) (*Streams, error) {
	child := pulumi.Parent(args.Parent)
	deadLetters, err := sqs.NewQueue(ctx, name+"-dead-letters", &sqs.QueueArgs{
		Name: pulumi.String(args.DeadLetter), MessageRetentionSeconds: pulumi.Int(deadLetterSeconds),
		SqsManagedSseEnabled: pulumi.Bool(true), Tags: args.Tags,
	}, child)
	if err != nil {
		return nil, err
	}
	streams := &Streams{DeadLetterURL: deadLetters.Url}
	if err := args.target(ctx, name, streams); err != nil {
		return nil, err
	}
	for _, t := range args.Streamed {
		if err := args.pipe(ctx, name+"-"+t.Name, t, streams, roles, arns[t.Name], deadLetters.Arn); err != nil {
			return nil, err
		}
	}
	return streams, nil
}

// target registers what receives the changes. A queue is one that keeps their order.
func (a Args) target(ctx *pulumi.Context, name string, streams *Streams) error {
	child := pulumi.Parent(a.Parent)
	if a.Target == EventBus {
		bus, err := cloudwatch.NewEventBus(ctx, name+"-bus", &cloudwatch.EventBusArgs{Name: pulumi.String(a.Name), Tags: a.Tags}, child)
		if err != nil {
			return err
		}
		streams.TargetARN = bus.Arn
		return nil
	}
	queue, err := sqs.NewQueue(ctx, name+"-queue", &sqs.QueueArgs{
		Name: pulumi.String(a.Name), FifoQueue: pulumi.Bool(true), ContentBasedDeduplication: pulumi.Bool(true),
		SqsManagedSseEnabled: pulumi.Bool(true), Tags: a.Tags,
	}, child)
	if err != nil {
		return err
	}
	streams.TargetARN, streams.QueueURL = queue.Arn, queue.Url
	return nil
}

// pipe registers a table's pipe.
func (a Args) pipe(ctx *pulumi.Context, name string, t Table, streams *Streams, roles *Roles, streamARN, deadLetterARN pulumi.StringInput) error {
	child := pulumi.Parent(a.Parent)
	source := &pipes.PipeSourceParametersArgs{
		DynamodbStreamParameters: pipes.PipeSourceParametersDynamodbStreamParametersArgs{
			// From the stream's beginning: between the stream and its pipe no change is lost.
			StartingPosition: pulumi.String("TRIM_HORIZON"), BatchSize: pulumi.Int(batchSize), MaximumRetryAttempts: pulumi.Int(retries),
			OnPartialBatchItemFailure: pulumi.String("AUTOMATIC_BISECT"),
			DeadLetterConfig:          pipes.PipeSourceParametersDynamodbStreamParametersDeadLetterConfigArgs{Arn: deadLetterARN},
		},
	}
	if a.Filter != "" {
		source.FilterCriteria = pipes.PipeSourceParametersFilterCriteriaArgs{
			Filters: pipes.PipeSourceParametersFilterCriteriaFilterArray{pipes.PipeSourceParametersFilterCriteriaFilterArgs{Pattern: pulumi.String(a.Filter)}},
		}
	}
	args := &pipes.PipeArgs{
		Name: pulumi.String(t.Pipe), RoleArn: roles.arns[t.Name], Source: streamARN, SourceParameters: source, Target: streams.TargetARN,
		Description: pulumi.String("Sends the changes of a table"), Tags: a.Tags,
	}
	if a.Target == Queue {
		// One group for each table: its changes stay in their order.
		args.TargetParameters = pipes.PipeTargetParametersArgs{
			SqsQueueParameters: pipes.PipeTargetParametersSqsQueueParametersArgs{MessageGroupId: pulumi.String(t.Name)},
		}
	}
	// The name is ours, and AWS refuses a second pipe of that name: a stream that was replaced gets its pipe after
	// the old one is gone.
	_, err := pipes.NewPipe(ctx, name+"-pipe", args, child, pulumi.DependsOn([]pulumi.Resource{roles.policies[t.Name]}), pulumi.DeleteBeforeReplace(true))
	return err
}
