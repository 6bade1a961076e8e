// Package dataplane is API Gateway's data plane for REST APIs: it serves stages from the snapshots that
// deployments froze, one file per step, with AWS's names for what passes between the steps.
//
// The steps, in AWS's order, are listed in pipeline.go, with what each needs and gives. Everything that can
// be prepared once per deployment (templates, schemas, patterns, mapping expressions) is prepared by
// compile.go, so that a request only evaluates. The sub-packages: wire (HTTP as it is sent), mapping
// (templates, expressions, payload conversion), validation (parameters and models), throttling (stage limits,
// usage plans), caching (answers of stages), backend (DynamoDB with the method's role, MOCK), failure (gateway response types and their
// defaults), trace (what a request saw), encoding.
// Decisions about AWS's behaviour that no document settles carry an id, GW-nnn; docs/assumptions.md lists
// them with their sources.
package dataplane
