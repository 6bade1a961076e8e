// Package controlplane is the stand-in for an AWS account: what AWS would hold independently of
// Pulumi's state, with AWS's rules enforced across records and AWS's messages when it refuses.
//
// A type of records is one file of this package: the calls that create, change, read and delete them and,
// for services other than API Gateway, their fields, which JSON names as the Pulumi resource does, so that a
// record reads like the program that made it. Package store keeps everything in one JSON file; an edit of that file
// shows as drift at the next refresh.
package controlplane
