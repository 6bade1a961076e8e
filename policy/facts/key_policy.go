package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// KeyARN is the ARN of a KMS key of the stack: the known one, or one that stands for it before the key exists and
// that no document can name, since AWS makes up a key's id.
func KeyARN(in *rule.Context, key *graph.Node) string {
	if arn, ok := key.Outputs.At("arn").Text(); ok {
		return arn
	}
	region, partition := model.PlaceOf(key).Region, "aws"
	for _, i := range in.Integrations() {
		if i.URI.Region != "" {
			partition = i.URI.Partition
			if region == "" {
				region = i.URI.Region
			}
			break
		}
	}
	sum := sha256.Sum256([]byte(key.URN))
	return fmt.Sprintf("arn:%s:kms:%s:%s:key/%s-%s", partition, region, in.Account(), noPattern.ReplaceAllString(key.Name, "-"), hex.EncodeToString(sum[:4]))
}

var noPattern = regexp.MustCompile(`[^A-Za-z0-9_-]`)

// KeyContext are the condition keys of DynamoDB's requests to KMS for an integration, which come by way of the
// role (https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html).
func KeyContext(in *rule.Context, i *model.Integration, role string) map[string][]string {
	known := Sent(in, i, role)
	known["kms:ViaService"] = []string{"dynamodb." + i.URI.Region + ".amazonaws.com"}
	if account := in.Account(); account != "" {
		known["kms:CallerAccount"] = []string{account}
	}
	return known
}

// Sent are condition keys that every request of API Gateway to DynamoDB has
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
func Sent(in *rule.Context, i *model.Integration, role string) map[string][]string {
	known := map[string][]string{"aws:SecureTransport": {"true"}, "aws:RequestedRegion": {i.URI.Region}}
	if account := in.Account(); account != "" {
		known["aws:PrincipalAccount"], known["aws:ResourceAccount"] = []string{account}, []string{account}
	}
	if role != "" {
		known["aws:PrincipalArn"] = []string{role}
	}
	return known
}

// UnderKeyPolicy are a role's permissions on a key of the stack, as that key's policy leaves them. A key without a
// policy has AWS's default, by which the account's policies decide. LP-IAM-004 reports a policy that is unknown.
func UnderKeyPolicy(in *rule.Context, p iam.Permissions, key *graph.Node, context map[string][]string) iam.Permissions {
	arn := KeyARN(in, key)
	for _, d := range keyPolicies(in, key) {
		if d.Policy != nil {
			p = p.UnderKeyPolicy(iam.OfKey(d.Named(), arn), iam.Request{Action: "kms:Decrypt", Resource: arn, Context: context})
		}
	}
	p.Known = context
	return p
}

// keyPolicies are the policies of a key of the stack: its own, or the one that a resource of its own gives it.
func keyPolicies(in *rule.Context, key *graph.Node) []model.ResourcePolicy {
	var own, given []model.ResourcePolicy
	for _, d := range in.ResourcePolicies {
		switch {
		case d.Of != key:
		case d.Node.Type == graph.KeyPolicy:
			given = append(given, d)
		default:
			own = append(own, d)
		}
	}
	if len(given) > 0 {
		return given
	}
	return own
}

// NamedByKey reports whether the policy of a key of the stack gives the role the right to decrypt, whatever the
// role's own policies say.
func NamedByKey(in *rule.Context, p iam.Permissions, key *graph.Node, context map[string][]string) bool {
	p.Identity = nil
	arn := KeyARN(in, key)
	return slices.ContainsFunc(keyPolicies(in, key), func(d model.ResourcePolicy) bool {
		if d.Policy == nil {
			return false
		}
		r := iam.Request{Action: "kms:Decrypt", Resource: arn, Context: context}
		return p.UnderKeyPolicy(iam.OfKey(d.Named(), arn), r).Evaluate(r).Allowed
	})
}
