package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// trailToken is the component of awsx that this provider stands in for.
const trailToken = "awsx:cloudtrail:Trail"

// ofAwsx reports whether a provider's URN is one of awsx, which has no settings.
func ofAwsx(urn string) bool { return strings.Contains(urn, "::pulumi:providers:awsx::") }

// Construct registers the children of awsx's component for a trail, as awsx 2.22.0 does
// (https://github.com/pulumi/pulumi-awsx/blob/v2.22.0/awsx/cloudtrail/trail.ts): a policy by which CloudTrail
// writes to the bucket, and the trail. The bucket has to exist already.
func (p *Provider) Construct(ctx context.Context, req *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	if req.GetType() != trailToken {
		return nil, fmt.Errorf("the local AWS does not have the component %s, only %s", req.GetType(), trailToken)
	}
	return provider.Construct(ctx, req, nil, func(ctx *pulumi.Context, _, name string, inputs provider.ConstructInputs, options pulumi.ResourceOption) (*provider.ConstructResult, error) {
		args, err := inputs.Map()
		if err != nil {
			return nil, err
		}
		component := &pulumi.ResourceState{}
		if err := ctx.RegisterComponentResource(trailToken, name, component, options); err != nil {
			return nil, err
		}
		if err := trail(ctx, name, args, component); err != nil {
			return nil, err
		}
		return provider.NewConstructResult(component)
	})
}

func trail(ctx *pulumi.Context, name string, args pulumi.Map, component pulumi.Resource) error {
	bucketARN, err := existingBucket(args)
	if err != nil {
		return err
	}
	child := pulumi.Parent(component)
	bucket := bucketARN.ApplyT(func(arn string) string { return arn[strings.LastIndex(arn, ":")+1:] }).(pulumi.StringOutput)
	policy := &pulumi.CustomResourceState{}
	if err := ctx.RegisterResource("aws:s3/bucketPolicy:BucketPolicy", name, pulumi.Map{
		"bucket": bucket,
		"policy": bucketARN.ApplyT(func(arn string) string {
			return `{"Version":"2012-10-17","Statement":[` +
				`{"Sid":"AWSCloudTrailAclCheck","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":["s3:GetBucketAcl"],"Resource":["` + arn + `"]},` +
				`{"Sid":"AWSCloudTrailWrite","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":["s3:PutObject"],"Resource":["` + arn + `/*"],` +
				`"Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}]}`
		}).(pulumi.StringOutput),
	}, policy, child); err != nil {
		return err
	}
	inputs := pulumi.Map{"s3BucketName": bucket}
	for key, value := range args {
		if key != "s3Bucket" && key != "cloudWatchLogsGroup" {
			inputs[key] = value
		}
	}
	return ctx.RegisterResource("aws:cloudtrail/trail:Trail", name, inputs, &pulumi.CustomResourceState{}, child, pulumi.DependsOn([]pulumi.Resource{policy}))
}

// existingBucket is the ARN of the bucket that the trail writes to.
func existingBucket(args pulumi.Map) (pulumi.StringOutput, error) {
	if _, ok := args["cloudWatchLogsGroup"]; ok {
		return pulumi.StringOutput{}, fmt.Errorf("%s: cloudWatchLogsGroup is not supported by the local AWS", trailToken)
	}
	given, ok := args["s3Bucket"]
	if !ok {
		return pulumi.StringOutput{}, fmt.Errorf("%s: s3Bucket.existing.arn is not set; the local AWS makes no bucket for a trail", trailToken)
	}
	return pulumi.ToOutput(given).ApplyT(func(v any) (string, error) {
		bucket, _ := v.(map[string]any)
		existing, _ := bucket["existing"].(map[string]any)
		arn, _ := existing["arn"].(string)
		if arn == "" {
			return "", fmt.Errorf("%s: s3Bucket.existing.arn is not set; the local AWS makes no bucket for a trail", trailToken)
		}
		return arn, nil
	}).(pulumi.StringOutput), nil
}
