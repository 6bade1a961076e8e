package dataplane

import (
	"context"
	"time"

	"lambdaless/local/dataplane/mapping"
)

// Cloud is the account as the data plane reads it while it serves a request. Stage settings,
// keys and plans are live; a deployment never changes.
type Cloud interface {
	// Stage finds a stage by the first segment(s) of the invoke URL. apiID is empty when the URL
	// names the stage alone.
	Stage(apiID, stage string) (Stage, bool)
	// Deployment returns the snapshot that a stage points to.
	Deployment(apiID, deploymentID string) (*API, bool)
	// AssumeRole is sts:AssumeRole by the service principal apigateway.amazonaws.com. An error means
	// that API Gateway may not assume the role, or that it does not exist.
	AssumeRole(ctx context.Context, roleARN string) (Session, error)
	// APIKey finds a key by its value.
	APIKey(value string) (APIKey, bool)
	// UsagePlans lists the plans bound to a stage, with the keys each admits.
	UsagePlans(apiID, stage string) []UsagePlan
	// PutLogEvent appends a line to the log group with that ARN.
	PutLogEvent(logGroupARN string, at time.Time, line string)
}

// Session is a role that has been assumed.
type Session interface {
	// Authorize decides one action on one resource with the role's effective permissions.
	Authorize(action, resource string, conditions map[string][]string) Decision
}

// Decision is IAM's verdict, and why.
type Decision struct {
	Allowed   bool
	Explicit  bool   // an explicit Deny decided
	Policy    string // the name of the policy that decided, empty for an implicit deny
	Statement string // the deciding statement as JSON, empty for an implicit deny
	Kind      string // "identity-based policy", "permissions boundary", ...: what decided, or lacks the Allow; empty means the first
}

// Database is DynamoDB's wire protocol, one call at a time.
type Database interface {
	// Call sends POST / with X-Amz-Target DynamoDB_20120810.<action>. An error means that the network
	// failed, not that DynamoDB refused: refusals are answers.
	Call(ctx context.Context, region, action string, body []byte) (Answer, error)
}

// Answer is the response of a back end.
type Answer = mapping.Answer
