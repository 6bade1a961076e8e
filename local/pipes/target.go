package pipes

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// send puts a record into the target, if it exists and the role may.
func (d *reading) send(text json.RawMessage) error {
	action, token := "", ""
	switch {
	case strings.Contains(d.pipe.Target, ":events:"):
		action, token = "events:PutEvents", busToken
	case strings.Contains(d.pipe.Target, ":sqs:"):
		action, token = "sqs:SendMessage", sqsToken
	default:
		return fmt.Errorf("its target %s does not run locally: event buses and queues do", d.pipe.Target)
	}
	if err := d.reachable(action, token, d.pipe.Target); err != nil {
		return err
	}
	delivery := Delivery{Target: d.pipe.Target, Pipe: d.pipe.Name, Event: text}
	if token == sqsToken {
		delivery.MessageGroupID = d.pipe.TargetParameters.SqsQueueParameters.MessageGroupID
		return deliver(d.Dir, delivery)
	}
	var record Record
	err := json.Unmarshal(text, &record)
	if err == nil {
		delivery.Event, err = json.Marshal(d.pipe.envelope(record, d.Account.ID(), time.Now()))
	}
	if err != nil {
		return err
	}
	return deliver(d.Dir, delivery)
}

// reachable reports why a queue or an event bus cannot be sent to; nil when it can.
func (d *reading) reachable(action, token, arn string) error {
	kept, err := d.Account.KeptOf(token)
	if err != nil {
		return err
	}
	for _, k := range kept {
		if k.Properties["arn"] == arn {
			return allowed(d.session, d.pipe, action, arn)
		}
	}
	return fmt.Errorf("%s does not exist", arn)
}

// deadLetter is the message in a dead-letter queue: where the change is in the stream, not the item
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html).
type deadLetter struct {
	Context struct {
		PartnerResourceARN string `json:"partnerResourceArn"`
		Condition          string `json:"condition"`
	} `json:"context"`
	Version   string          `json:"version"`
	Timestamp string          `json:"timestamp"`
	Batch     deadLetterBatch `json:"DDBStreamBatchInfo"`
}

type deadLetterBatch struct {
	ShardID             string `json:"shardId"`
	StartSequenceNumber string `json:"startSequenceNumber"`
	EndSequenceNumber   string `json:"endSequenceNumber"`
	BatchSize           int    `json:"batchSize"`
	StreamARN           string `json:"streamArn"`
}

// giveUp sends a record's place in the stream to the dead-letter queue.
func (d *reading) giveUp(s shard, r record) error {
	queue := d.pipe.parameters().DeadLetterConfig.ARN
	if queue == "" {
		return fmt.Errorf("it has no dead-letter queue")
	}
	if err := d.reachable("sqs:SendMessage", sqsToken, queue); err != nil {
		return err
	}
	sequence := fmt.Sprintf("%0*s", sequenceLength, r.Change.SequenceNumber)
	letter := deadLetter{Version: "1.0", Timestamp: time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), Batch: deadLetterBatch{
		ShardID: s.ShardID, StartSequenceNumber: sequence, EndSequenceNumber: sequence, BatchSize: 1, StreamARN: d.table.StreamARN,
	}}
	letter.Context.PartnerResourceARN, letter.Context.Condition = d.pipe.ARN, "RetryAttemptsExhausted"
	text, err := json.Marshal(letter)
	if err != nil {
		return err
	}
	return deliver(d.Dir, Delivery{Target: queue, Pipe: d.pipe.Name, Event: text})
}
