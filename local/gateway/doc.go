// Package gateway is API Gateway's data plane for REST APIs: it serves stages from the snapshots
// that deployments froze, one file a step, with AWS's names for what passes between the steps.
package gateway
