package database

import (
	"context"
	"net/http"
)

// API is DynamoDB's wire protocol, one call at a time.
type API interface {
	// Call sends POST / with X-Amz-Target DynamoDB_20120810.<action>. An error means that the network
	// failed, not that DynamoDB refused: refusals are answers.
	Call(ctx context.Context, region, action string, body []byte) (Answer, error)
}

// Answer is a response of DynamoDB, or of what stands in its place behind a method.
type Answer struct {
	StatusCode int
	Header     http.Header
	Body       []byte
}
