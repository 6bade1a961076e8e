package checktest

import (
	"fmt"
	"strings"

	"lambdaless/policy/graph"
)

// OwnKey encrypts the table with a key of the stack that does not exist yet, "key". Its policy lets the account
// manage it, and has these statements.
func (f *Fixture) OwnKey(statements ...string) {
	administration := `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + AccountID + `:root"},"Action":["kms:PutKeyPolicy","kms:ScheduleKeyDeletion"],"Resource":"*"}`
	f.Add(graph.Key, "key", Properties{
		"enableKeyRotation": true,
		"policy":            `{"Version":"2012-10-17","Statement":[` + strings.Join(append(statements, administration), ",") + `]}`,
	})
	f.Set("table", true, "serverSideEncryption", "enabled")
	f.Set("table", "@key", "serverSideEncryption", "kmsKeyArn")
}

// MayDecrypt is a statement of a key's policy that lets roles decrypt under a condition, which may be empty.
func MayDecrypt(condition string, roles ...string) string {
	for i, r := range roles {
		roles[i] = fmt.Sprintf("%q", "arn:aws:iam::"+AccountID+":role/"+r)
	}
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Effect":"Allow","Principal":{"AWS":[` + strings.Join(roles, ",") + `]},"Action":"kms:Decrypt","Resource":"*"` + condition + `}`
}

// ThroughDynamoDB is the condition that KMS is asked by way of DynamoDB, for the account.
const ThroughDynamoDB = `{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com","kms:CallerAccount":"` + AccountID + `"}}`
