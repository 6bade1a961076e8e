package dataplane

import (
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/backend"
)

// Cloud is the account as the data plane reads it while it serves a request. Stage settings,
// keys and plans are live; a deployment never changes.
type Cloud interface {
	// Stage finds a stage by the first segment(s) of the invoke URL. apiID is empty when the URL
	// names the stage alone.
	Stage(apiID, stage string) (apigateway.Stage, bool)
	// Mappings are the base paths of a domain name of the account's, in lower case; nil when it has no such
	// name.
	Mappings(domainName string) map[string]apigateway.BasePathMapping
	// Deployment returns the snapshot that a stage points to.
	Deployment(apiID, deploymentID string) (*apigateway.API, bool)
	backend.Roles
	// APIKey finds a key by its value.
	APIKey(value string) (apigateway.APIKey, bool)
	// UsagePlans lists the plans bound to a stage, with the keys each admits.
	UsagePlans(apiID, stage string) []apigateway.UsagePlan
	// PutLogEvent appends a line to the log group with that ARN.
	PutLogEvent(logGroupARN string, at time.Time, line string)
}
