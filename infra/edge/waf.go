package edge

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// sdkVersion is the version of github.com/pulumi/pulumi-aws/sdk/v6 in go.mod, which a test holds: resources of
// another version would get a provider of their own.
const sdkVersion = "6.83.2"

// wafResource is a resource of AWS WAF.
type wafResource struct {
	pulumi.CustomResourceState
	ARN pulumi.StringOutput `pulumi:"arn"`
}

// newWAF registers a resource of aws.wafv2 by the end of its type's name. It does what the SDK's constructors do
// without the SDK's package, in which WAF's recursive statements are unrolled into 12 MB of Go: to compile it took a
// third of the time of everything that deploys and serves this API.
func newWAF(ctx *pulumi.Context, kind, name string, props pulumi.Map, parent pulumi.Resource) (*wafResource, error) {
	r := &wafResource{}
	return r, ctx.RegisterResource("aws:wafv2/"+kind, name, props, r, pulumi.Parent(parent), pulumi.Version(sdkVersion))
}
