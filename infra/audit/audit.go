// Package audit records who read or changed which items, in a bucket that keeps the records for a number of days.
package audit

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Settings are whether requests to tables are recorded, and how long the records are kept.
type Settings struct {
	On   bool
	Days int
}

// Args are what is recorded.
type Args struct {
	Settings
	Name      string   // of the trail
	Bucket    string   // its name, which must be unique in the world
	Partition string   // "aws"
	Tables    []string // ARNs
	Tags      pulumi.StringMap
	Parent    pulumi.Resource
}

// New registers the bucket and the trail.
func New(ctx *pulumi.Context, name string, args Args) error {
	bucket, err := newBucket(ctx, name+"-bucket", args)
	if err != nil {
		return err
	}
	return newTrail(ctx, name+"-trail", args, bucket)
}
