package pack

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// exportsHere reports whether a table is exported to a bucket of the stack, of which LP-IAM-004 judges who reads it.
func exportsHere(in *rule.Context, n *graph.Node) bool {
	if owner := n.In("s3BucketOwner"); !owner.Absent() && (in.Account() == "" || owner.TextOr("") != in.Account()) {
		return false
	}
	bucket := in.Graph.Refer(n, "s3Bucket", graph.Bucket, graph.BucketV2)
	return bucket.Node != nil || bucket.Literal != "" && slices.ContainsFunc(in.Graph.OfType(graph.Bucket, graph.BucketV2), func(b *graph.Node) bool {
		return b.Either("bucket").TextOr("") == bucket.Literal
	})
}
