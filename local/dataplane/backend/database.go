package backend

import (
	"context"

	"lambdaless/local/dataplane/mapping"
)

// Database is DynamoDB's wire protocol, one call at a time.
type Database interface {
	// Call sends POST / with X-Amz-Target DynamoDB_20120810.<action>. An error means that the network
	// failed, not that DynamoDB refused: refusals are answers.
	Call(ctx context.Context, region, action string, body []byte) (Answer, error)
}

// Answer is the response of a back end.
type Answer = mapping.Answer
