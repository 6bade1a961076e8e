package stream

import (
	"encoding/json"
	"fmt"
)

type statement map[string]any

func document(statements ...statement) string {
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err) // texts always marshal
	}
	return string(text)
}

// trust lets this pipe alone assume its role: neither another account's nor another pipe of this one
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html).
func (a Args) trust(t Table) string {
	return document(statement{
		"Effect": "Allow", "Principal": map[string]string{"Service": "pipes.amazonaws.com"}, "Action": "sts:AssumeRole",
		"Condition": map[string]any{"StringEquals": map[string]string{"aws:SourceAccount": a.Account, "aws:SourceArn": a.arn("pipes", "pipe/"+t.Pipe)}},
	})
}

// permissions are reading the table's stream, sending to the target, and sending to the dead-letter queue. A
// stream's ARN ends in the time at which it was made, which a preview does not know: the document says any stream
// of this table, of which there is one at a time. Of the actions that AWS lists for pipes
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html) dynamodb:ListStreams is not
// among them: it has no resource but *, and a pipe is told its stream (GW-160).
func (a Args) permissions(t Table) string {
	send := "events:PutEvents"
	if a.Target == Queue {
		send = "sqs:SendMessage"
	}
	statements := []statement{
		{"Effect": "Allow", "Action": []string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}, "Resource": t.ARN + "/stream/*"},
		{"Effect": "Allow", "Action": send, "Resource": a.TargetARN()},
		{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": a.arn("sqs", a.DeadLetter)},
	}
	if a.KMSKeyARN != "" {
		// A stream is encrypted as its table is.
		statements = append(statements, statement{
			"Effect": "Allow", "Action": "kms:Decrypt", "Resource": a.KMSKeyARN,
			"Condition": map[string]any{"StringEquals": map[string]string{"kms:ViaService": "dynamodb." + a.Region + ".amazonaws.com"}},
		})
	}
	return document(statements...)
}

// TargetARN is the ARN that the target will have.
func (a Args) TargetARN() string {
	if a.Target == Queue {
		return a.arn("sqs", a.Name)
	}
	return a.arn("events", "event-bus/"+a.Name)
}

func (a Args) arn(service, resource string) string {
	return fmt.Sprintf("arn:%s:%s:%s:%s:%s", a.Partition, service, a.Region, a.Account, resource)
}
