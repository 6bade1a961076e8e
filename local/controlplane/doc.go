// Package controlplane is the stand-in for an AWS account: what AWS would hold independently of
// Pulumi's state, with AWS's rules enforced across records and AWS's words when it refuses.
//
// A record is one file of this package: its fields, named in JSON as the Pulumi resource names
// them so that a record reads like the program that made it, and the calls that create, change,
// read and delete it. Everything is kept in one JSON file, written atomically; whoever edits that
// file sees drift at the next refresh.
package controlplane
