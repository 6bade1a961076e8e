package audit

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// trailToken is awsx's component for a trail, and awsxVersion the version of its provider. Its Go SDK would
// triple what has to be compiled of AWS's SDK, for one resource (docs/adr/0020-awsx-without-its-sdk.md).
const (
	trailToken  = "awsx:cloudtrail:Trail"
	awsxVersion = "2.22.0"
)

// trail is awsx's component: the trail, and the bucket's policy that lets CloudTrail write.
type trail struct{ pulumi.ResourceState }

// newTrail registers a trail of the requests for items of the tables, and of nothing else.
func newTrail(ctx *pulumi.Context, name string, args Args, after []pulumi.Resource) error {
	equals := func(field string, values ...string) pulumi.Map {
		return pulumi.Map{"field": pulumi.String(field), "equals": pulumi.ToStringArray(values)}
	}
	return ctx.RegisterRemoteComponentResource(trailToken, name, pulumi.Map{
		"name": pulumi.String(args.Name),
		// The ARN is written out, so that the bucket's policy is known at preview.
		"s3Bucket":                   pulumi.Map{"existing": pulumi.Map{"arn": pulumi.String("arn:" + args.Partition + ":s3:::" + args.Bucket)}},
		"enableLogFileValidation":    pulumi.Bool(true),
		"includeGlobalServiceEvents": pulumi.Bool(false),
		"advancedEventSelectors": pulumi.Array{pulumi.Map{
			"name": pulumi.String("Items of the API's tables"),
			"fieldSelectors": pulumi.Array{
				equals("eventCategory", "Data"), equals("resources.type", "AWS::DynamoDB::Table"), equals("resources.ARN", args.Tables...),
			},
		}},
		"tags": args.Tags,
	}, &trail{}, pulumi.Parent(args.Parent), pulumi.Version(awsxVersion), pulumi.DependsOn(after))
}
