// Package gateway is API Gateway's data plane for REST APIs: it serves stages from the snapshots
// that deployments froze, one file a step, with AWS's names for what passes between the steps.
//
// The steps, in AWS's order, are listed in pipeline.go. Everything that can be prepared once a
// deployment (templates, schemas, patterns, mapping expressions) is prepared by compile.go, so that
// a request only evaluates. Decisions about AWS's behaviour that no document settles carry an id,
// GW-nnn; docs/assumptions.md lists them with their sources.
package dataplane
