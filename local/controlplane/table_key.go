package controlplane

import (
	"fmt"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
	"lambdaless/local/dataplane/backend"
)

// keyDecision is whether a role may use a table's key by way of DynamoDB.
type keyDecision struct {
	key      string // its ARN
	decision backend.Decision
}

var _ backend.KeyUser = (*session)(nil)

// TableKey implements backend.KeyUser.
func (s *session) TableKey(tableARN string) (string, backend.Decision) {
	d := s.tableKeys[tableARN]
	return d.key, d.decision
}

// tableKeys decides about the keys of all tables that have a customer's.
func (a *Account) tableKeys(t *store.Tx, p iam.Permissions) (map[string]keyDecision, error) {
	decisions := map[string]keyDecision{}
	for _, table := range a.allTables(t) {
		sse := table.ServerSideEncryption
		if sse == nil || sse.KMSKeyARN == "" || IsAWSManagedKey(sse.KMSKeyARN) {
			continue
		}
		d, err := a.decideKey(t, p, table, sse.KMSKeyARN)
		if err != nil {
			return nil, err
		}
		decisions[table.ARN] = keyDecision{sse.KMSKeyARN, d}
	}
	return decisions, nil
}

// decideKey asks as DynamoDB does (https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html). A
// key that the account does not have is taken to let the account decide (CP-040).
func (a *Account) decideKey(t *store.Tx, p iam.Permissions, table Table, arn string) (backend.Decision, error) {
	p.Resource = nil
	account := a.id
	r := iam.Request{Action: "kms:Decrypt", Resource: arn, Context: map[string][]string{
		"kms:ViaService": {"dynamodb." + table.Region + ".amazonaws.com"}, "kms:CallerAccount": {account},
		"kms:EncryptionContext:aws:dynamodb:tableName": {table.Name}, "kms:EncryptionContext:aws:dynamodb:subscriberId": {account},
		"aws:PrincipalArn": {p.Principal}, "aws:PrincipalAccount": {account}, "aws:ResourceAccount": {account},
		"aws:RequestedRegion": {table.Region}, "aws:SecureTransport": {"true"},
	}}
	if key, ok := store.Load[Key](t, table.Region+"/"+arn[strings.LastIndex(arn, "/")+1:]); ok {
		policy, err := parse.Resource(key.Policy)
		if err != nil {
			return backend.Decision{}, fmt.Errorf("the policy of %s: %w", key.ARN, err)
		}
		p = p.UnderKeyPolicy(iam.OfKey(iam.Named{Name: "the key's policy", Policy: policy}, arn), r)
	}
	return decision(p.Evaluate(r)), nil
}
