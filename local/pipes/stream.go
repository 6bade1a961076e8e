package pipes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"lambdaless/local/database"
)

// Database is DynamoDB with its streams, as database.Client is.
type Database interface {
	database.API
	// Stream sends one operation of DynamoDB Streams.
	Stream(ctx context.Context, region, action string, body []byte) (database.Answer, error)
}

// errNoStreams says that the database has no stream for a table that has one in the account.
var errNoStreams = errors.New("the database keeps no streams: dynoxide does (DYNAMODB_ENGINE)")

// shard is a part of a stream, whose records are in order.
type shard struct{ ShardID string }

// record is a record of a stream as the database has it.
type record struct {
	EventName string `json:"eventName"`
	Change    change `json:"dynamodb"`
}

// change is what happened to an item.
type change struct {
	ApproximateCreationDateTime json.RawMessage `json:"ApproximateCreationDateTime,omitempty"`
	Keys                        json.RawMessage `json:"Keys"`
	NewImage                    json.RawMessage `json:"NewImage,omitempty"`
	OldImage                    json.RawMessage `json:"OldImage,omitempty"`
	SequenceNumber              string          `json:"SequenceNumber"`
	SizeBytes                   int             `json:"SizeBytes"`
	StreamViewType              string          `json:"StreamViewType"`
}

// streamOf is the database's own ARN of a table's stream.
func streamOf(ctx context.Context, db Database, region, table string) (string, error) {
	var described struct {
		Table struct {
			LatestStreamArn     string
			StreamSpecification struct{ StreamEnabled bool }
		}
	}
	if err := ask(ctx, db.Call, region, "DescribeTable", map[string]any{"TableName": table}, &described); err != nil {
		return "", err
	}
	if described.Table.LatestStreamArn == "" || !described.Table.StreamSpecification.StreamEnabled {
		return "", errNoStreams
	}
	return described.Table.LatestStreamArn, nil
}

// shardsOf are the stream's shards, parents before their children.
func shardsOf(ctx context.Context, db Database, region, stream string) (all []shard, err error) {
	for start := ""; ; {
		request := map[string]any{"StreamArn": stream}
		if start != "" {
			request["ExclusiveStartShardId"] = start
		}
		var answer struct {
			StreamDescription struct {
				Shards               []shard
				LastEvaluatedShardID string
			}
		}
		if err := ask(ctx, db.Stream, region, "DescribeStream", request, &answer); err != nil {
			return nil, err
		}
		all = append(all, answer.StreamDescription.Shards...)
		if start = answer.StreamDescription.LastEvaluatedShardID; start == "" {
			return all, nil
		}
	}
}

// recordsAfter are records of a shard that come after a sequence number, or from the beginning when it is empty, as
// many as the database answers at once.
func recordsAfter(ctx context.Context, db Database, region, stream string, s shard, after string) ([]record, error) {
	request := map[string]any{"StreamArn": stream, "ShardId": s.ShardID, "ShardIteratorType": "TRIM_HORIZON"}
	if after != "" {
		request["ShardIteratorType"], request["SequenceNumber"] = "AFTER_SEQUENCE_NUMBER", after
	}
	var position struct{ ShardIterator string }
	err := ask(ctx, db.Stream, region, "GetShardIterator", request, &position)
	if after != "" && err != nil && strings.HasPrefix(err.Error(), "TrimmedDataAccessException") {
		return recordsAfter(ctx, db, region, stream, s, "")
	}
	if err != nil {
		return nil, err
	}
	var answer struct{ Records []record }
	err = ask(ctx, db.Stream, region, "GetRecords", map[string]any{"ShardIterator": position.ShardIterator}, &answer)
	return answer.Records, err
}

type caller = func(ctx context.Context, region, action string, body []byte) (database.Answer, error)

func ask(ctx context.Context, call caller, region, action string, request, answer any) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	got, err := call(ctx, region, action, body)
	if err != nil {
		return err
	}
	if got.StatusCode == 200 {
		return json.Unmarshal(got.Body, answer)
	}
	var said struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	if json.Unmarshal(got.Body, &said) != nil {
		return fmt.Errorf("%s answered %d", action, got.StatusCode)
	}
	kind := said.Type[strings.LastIndex(said.Type, "#")+1:]
	if kind == "UnknownOperationException" {
		return errNoStreams
	}
	return fmt.Errorf("%s: %s", kind, said.Message)
}
