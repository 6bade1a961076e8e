package provider

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// IAM, KMS and DynamoDB.
func TestRefusedPolicies(t *testing.T) {
	t.Parallel()
	refuse(t, []refusal{
		{"a bucket with a region in a policy", rolePolicyType, func(w *fixture) props {
			return props{"name": "p", "role": w.role.id, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:us-east-1::bucket"}]}`}
		}, "creating IAM Role Policy (p): MalformedPolicyDocument: Resource arn:aws:s3:us-east-1::bucket can not contain region information."},
		{"a role without principals", roleType, func(*fixture) props {
			return props{"name": "r", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}`}
		}, "creating IAM Role (r): MalformedPolicyDocument: Missing required field Principal"},
		{"a trust policy with a resource", roleType, func(*fixture) props {
			return props{"name": "r", "assumeRolePolicy": strings.Replace(trust, `"Action"`, `"Resource":"*","Action"`, 1)}
		}, "creating IAM Role (r): MalformedPolicyDocument: Has prohibited field Resource"},
		{"an inline policy without resources", rolePolicyType, func(w *fixture) props {
			return props{"name": "p", "role": w.role.id, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem"}]}`}
		}, "creating IAM Role Policy (p): MalformedPolicyDocument: Policy statement must contain resources."},
		{"an inline policy of no role", rolePolicyType, func(*fixture) props {
			return props{"name": "p", "role": "none", "policy": getMovies}
		}, "creating IAM Role Policy (p): NoSuchEntity: The role with name none cannot be found."},
		{"an inline policy that is too long", rolePolicyType, func(w *fixture) props {
			return props{"name": "p", "role": w.role.id, "policy": strings.Replace(getMovies, "table/movies", "table/"+strings.Repeat("m", 10240), 1)}
		}, "creating IAM Role Policy (p): LimitExceeded: Maximum policy size of 10240 bytes exceeded for role get-role"},
		{"no such managed policy", attachmentType, func(w *fixture) props {
			return props{"role": w.role.id, "policyArn": "arn:aws:iam::000000000000:policy/none"}
		}, "creating IAM Role Policy Attachment (arn:aws:iam::000000000000:policy/none): NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable."},
		{"no such boundary", roleType, func(*fixture) props {
			return props{"name": "r", "assumeRolePolicy": trust, "permissionsBoundary": "arn:aws:iam::000000000000:policy/none"}
		}, "creating IAM Role (r): NoSuchEntity: Scope ARN: arn:aws:iam::000000000000:policy/none does not exist or is not attachable."},
		{"an alias of no key", aliasType, func(*fixture) props {
			return props{"name": "alias/x", "targetKeyId": "none"}
		}, "creating KMS Alias (alias/x): NotFoundException: Key 'arn:aws:kms:us-east-1:000000000000:key/none' does not exist"},
		{"a table from S3", tableType, func(w *fixture) props {
			return with(w.tableInputs(), props{"importTable": props{"inputFormat": "CSV", "s3BucketSource": props{"bucket": "b"}}})
		}, "creating DynamoDB Table ({name}): the local AWS has no S3 to import a table from (property importTable)"},
	})
}

func TestMalformedPolicySaysWhere(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	says := w.refused(rolePolicyType, "p", props{"name": "p", "role": w.role.id, "policy": "{\"Version\":\"2012-10-17\",\n\"Statement\":[{\"Effect\":\"Permit\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}]}"})
	assert.Contains(t, says, "MalformedPolicyDocument: ")
	assert.Contains(t, says, "Statement[0].Effect (2:")
}
