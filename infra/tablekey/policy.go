package tablekey

import (
	"fmt"

	"lambdaless/infra/document"
)

// maxPolicy is how many characters KMS takes of a key's policy
// (https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html).
const maxPolicy = 32 * 1024

// administration are the actions that manage a key and use it for nothing: those of KMS's own statement for key
// administrators, without kms:CreateGrant, which passes the use on
// (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators).
var administration = document.Texts{
	"kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey", "kms:DisableKeyRotation",
	"kms:EnableKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants",
	"kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:RevokeGrant", "kms:RotateKeyOnDemand",
	"kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
}

// forTables are what DynamoDB needs, through the caller that makes a table, to encrypt it with a key
// (https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html#dynamodb-customer-cmk-policy).
var forTables = document.Texts{"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}

// Use is what roles need a table's key for. They need no right to it in their own policies.
type Use struct {
	Sid     string
	Roles   []string // ARNs
	Actions document.Texts
}

// Policy is the policy of a key that encrypts tables. The account's administrators manage the key, and its other
// principals use it as far as their own policies say so, through DynamoDB alone.
func Policy(partition, region, account string, uses ...Use) (string, error) {
	root := map[string]document.Texts{"AWS": {fmt.Sprintf("arn:%s:iam::%s:root", partition, account)}}
	// The resource "*" of a key's policy is the key.
	key := document.Texts{"*"}
	throughDynamoDB := map[string]map[string]document.Texts{"StringEquals": {
		"kms:CallerAccount": {account}, "kms:ViaService": {"dynamodb." + region + ".amazonaws.com"},
	}}
	statements := []document.Statement{
		{Sid: "Administration", Effect: "Allow", Principal: root, Action: administration, Resource: key},
		{Sid: "TablesOfTheAccount", Effect: "Allow", Principal: root, Action: forTables, Resource: key, Condition: throughDynamoDB},
	}
	named := 0
	for _, u := range uses {
		named += len(u.Roles)
		statements = append(statements, document.Statement{
			Sid: u.Sid, Effect: "Allow", Principal: map[string]document.Texts{"AWS": u.Roles}, Action: u.Actions,
			Resource: key, Condition: throughDynamoDB,
		})
	}
	policy := document.New(statements...)
	if len(policy) > maxPolicy {
		return "", fmt.Errorf("the policy of the tables' KMS key has %d characters, of which KMS takes %d, since it names %d roles; "+
			"set tableKmsKeyArn to the ARN of a key, to which each role then gets a right of its own", len(policy), maxPolicy, named)
	}
	return policy, nil
}
