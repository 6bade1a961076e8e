package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// unimplemented reports whether a resource is of a type that only a preview can show: with
// Options.PreviewOnly every type is previewed, so that programs with other resources can be judged.
func (p *Provider) unimplemented(urn string) bool {
	u := resource.URN(urn)
	if !p.options.PreviewOnly || !u.IsValid() {
		return false
	}
	_, err := p.types.Lookup(string(u.Type()))
	return err != nil
}

// foretell fills in the ARNs that AWS would compute, so that a policy document with an ARN of the same program is
// known at a preview. What is random in an ARN, such as a key's id, is derived from the URN: a placeholder that has
// the form of the real one.
func (p *Provider) foretell(urn, region string, out resource.PropertyMap) {
	if !p.options.PreviewOnly {
		return
	}
	kind := string(resource.URN(urn).Type())
	name := resource.URN(urn).Name()
	for _, property := range []resource.PropertyKey{"name", "bucket"} {
		if v := bare(out[property]); v.IsString() {
			name = v.StringValue()
		}
	}
	arn := func(service, region, account, rest string) string {
		return p.account.In(region).ARN(service, region, account, rest)
	}
	account := p.account.ID()
	module, short := moduleOf(kind)
	value := arn(module, region, account, short+"/"+name)
	switch kind {
	case "aws:iam/role:Role", "aws:iam/policy:Policy", "aws:iam/user:User", "aws:iam/group:Group":
		path := "/"
		if v := bare(out["path"]); v.IsString() {
			path = v.StringValue()
		}
		value = arn("iam", "", account, short+path+name)
	case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
		address := bare(out["url"])
		if !address.IsString() {
			return
		}
		value = arn("iam", "", account, "oidc-provider/"+strings.TrimPrefix(address.StringValue(), "https://"))
	case "aws:iam/samlProvider:SamlProvider":
		value = arn("iam", "", account, "saml-provider/"+name)
	case "aws:iam/instanceProfile:InstanceProfile":
		value = arn("iam", "", account, "instance-profile/"+name)
	case "aws:dynamodb/table:Table":
		value = arn("dynamodb", region, account, "table/"+name)
	case "aws:dynamodb/tableReplica:TableReplica":
		return // a program that knows it looks up the replica's stream, which is not there yet
	case "aws:cloudwatch/logGroup:LogGroup":
		value = arn("logs", region, account, "log-group:"+name)
	case "aws:kms/key:Key":
		id := uuid(urn)
		value = arn("kms", region, account, "key/"+id)
		fill(out, "keyId", id)
	case "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2":
		value = arn("s3", "", "", name)
	case "aws:sqs/queue:Queue", "aws:sns/topic:Topic":
		value = arn(module, region, account, name)
	case "aws:lambda/function:Function":
		value = arn("lambda", region, account, "function:"+name)
		fill(out, "invokeArn", arn("apigateway", region, "lambda", "path/2015-03-31/functions/"+value+"/invocations"))
	default:
		if !p.unimplemented(urn) {
			return
		}
	}
	fill(out, "arn", value)
}

// fill sets a property unless it is known.
func fill(out resource.PropertyMap, key resource.PropertyKey, value string) {
	if v, ok := out[key]; !ok || isUnknown(v) || v.IsNull() {
		out[key] = resource.NewProperty(value)
	}
}

// moduleOf are the parts of a type token: "sqs" and "queue" of "aws:sqs/queue:Queue".
func moduleOf(token string) (module, short string) {
	parts := strings.Split(token, ":")
	if len(parts) != 3 {
		return "aws", token
	}
	module, short, _ = strings.Cut(parts[1], "/")
	return module, short
}

// uuid has the form of a random id, and is the same for the same URN.
func uuid(urn string) string {
	sum := sha256.Sum256([]byte(urn))
	text := hex.EncodeToString(sum[:16])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}

// previewed answers the creation of a resource of an unimplemented type.
func (p *Provider) previewed(urn, region string, in resource.PropertyMap) (*pulumirpc.CreateResponse, error) {
	out := in.Copy()
	p.foretell(urn, region, out)
	written, err := write("outputs", out)
	return &pulumirpc.CreateResponse{Properties: written}, err
}
