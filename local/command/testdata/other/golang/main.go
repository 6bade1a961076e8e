// A bucket and who may read it.
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		trust, err := os.ReadFile("trust.json") // the program runs in its own folder
		if err != nil {
			return err
		}
		bucket, err := s3.NewBucketV2(ctx, "reports", &s3.BucketV2Args{Bucket: pulumi.String(config.Require(ctx, "name"))})
		if err != nil {
			return err
		}
		reader, err := iam.NewRole(ctx, "reader", &iam.RoleArgs{AssumeRolePolicy: pulumi.String(trust)})
		if err != nil {
			return err
		}
		_, err = iam.NewRolePolicy(ctx, "reader", &iam.RolePolicyArgs{
			Role: reader.Name,
			Policy: bucket.Arn.ApplyT(func(arn string) string {
				return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"%s/*"}]}`, arn)
			}).(pulumi.StringOutput),
		})
		return err
	})
}
