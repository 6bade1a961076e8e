// Package pipes runs the pipes of EventBridge that were deployed: it reads the streams of tables, filters their
// records, and puts them into the file of events in place of the target, each with the permissions of the pipe's
// role. Only pipes from a table's stream to an event bus or a queue run.
package pipes

import (
	"encoding/json"
	"fmt"
	"strings"

	"lambdaless/infra/stream/pattern"
	"lambdaless/local/controlplane"
)

// The tokens of the resources that take part.
const (
	pipeToken = "aws:pipes/pipe:Pipe"
	busToken  = "aws:cloudwatch/eventBus:EventBus"
	sqsToken  = "aws:sqs/queue:Queue"
)

// pipe is a pipe as it was deployed.
type pipe struct {
	Name             string `json:"name"`
	ARN              string `json:"arn"`
	RoleARN          string `json:"roleArn"`
	Source           string `json:"source"`
	Target           string `json:"target"`
	DesiredState     string `json:"desiredState"`
	Enrichment       string `json:"enrichment"`
	SourceParameters source `json:"sourceParameters"`
	TargetParameters struct {
		InputTemplate                 string `json:"inputTemplate"`
		EventbridgeEventBusParameters struct {
			DetailType string   `json:"detailType"`
			Source     string   `json:"source"`
			Resources  []string `json:"resources"`
		} `json:"eventbridgeEventBusParameters"`
		SqsQueueParameters struct {
			MessageGroupID string `json:"messageGroupId"`
		} `json:"sqsQueueParameters"`
	} `json:"targetParameters"`

	region   string
	patterns []*pattern.Pattern
}

type source struct {
	FilterCriteria struct {
		Filters []struct {
			Pattern string `json:"pattern"`
		} `json:"filters"`
	} `json:"filterCriteria"`
	DynamodbStreamParameters streamParameters `json:"dynamodbStreamParameters"`
}

type streamParameters struct {
	StartingPosition     string `json:"startingPosition"`
	MaximumRetryAttempts *int   `json:"maximumRetryAttempts"`
	DeadLetterConfig     struct {
		ARN string `json:"arn"`
	} `json:"deadLetterConfig"`
}

// readPipe reads a kept pipe. The error says why it cannot run here.
func readPipe(k controlplane.Kept) (pipe, error) {
	p := pipe{region: k.Region}
	text, err := json.Marshal(k.Properties)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		return p, fmt.Errorf("reading its properties: %w", err)
	}
	for _, f := range p.SourceParameters.FilterCriteria.Filters {
		parsed, err := pattern.Parse(f.Pattern)
		if err != nil {
			return p, fmt.Errorf("its filter: %w", err)
		}
		p.patterns = append(p.patterns, parsed)
	}
	switch {
	case p.Enrichment != "":
		return p, fmt.Errorf("its enrichment %s does not run locally", p.Enrichment)
	case p.TargetParameters.InputTemplate != "":
		return p, fmt.Errorf("its inputTemplate does not run locally")
	}
	return p, nil
}

// fromTable reports whether the pipe reads a table's stream.
func (p pipe) fromTable() bool {
	return strings.Contains(p.Source, ":dynamodb:") && strings.Contains(p.Source, "/stream/")
}

func (p pipe) parameters() streamParameters { return p.SourceParameters.DynamodbStreamParameters }

// retries is how often sending is tried again, -1 for as long as it takes.
func (p pipe) retries() int {
	if n := p.parameters().MaximumRetryAttempts; n != nil {
		return *n
	}
	return -1
}

// passes reports whether a record meets one of the filters, or there are none.
func (p pipe) passes(record []byte) (bool, error) {
	for _, one := range p.patterns {
		if ok, err := one.Matches(record); ok || err != nil {
			return ok, err
		}
	}
	return len(p.patterns) == 0, nil
}
