package iam_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

func TestUnderKeyPolicy(t *testing.T) {
	t.Parallel()
	const (
		role  = "arn:aws:iam::111122223333:role/get"
		key   = "arn:aws:kms:eu-west-1:111122223333:key/k"
		root  = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}`
		admin = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:PutKeyPolicy","Resource":"*"}`
		via   = `{"Effect":"Allow","Principal":{"AWS":"` + role + `"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}}`
		allow = `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"` + key + `"}`
		deny  = `{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*"}`
	)
	tests := map[string]struct {
		policy, identity string
		via              string
		want             bool
	}{
		"the account decides, and allows":            {policy: root, identity: allow, want: true},
		"the account decides, and says nothing":      {policy: root, identity: `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`},
		"only administration is the account's":       {policy: admin, identity: allow},
		"the key's policy names the role":            {policy: admin + "," + via, identity: `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`, via: "dynamodb", want: true},
		"through another service":                    {policy: admin + "," + via, identity: `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`, via: "s3"},
		"the role's own deny wins":                   {policy: admin + "," + via, identity: deny, via: "dynamodb"},
		"the role's own allow does not help outside": {policy: admin + "," + via, identity: allow, via: "s3"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy, err := parse.Resource(`{"Version":"2012-10-17","Statement":[` + test.policy + `]}`)
			require.NoError(t, err)
			identity, err := parse.Identity(`{"Version":"2012-10-17","Statement":[` + test.identity + `]}`)
			require.NoError(t, err)
			p := iam.Permissions{Principal: role, Identity: []iam.Named{{Name: "i", Policy: identity}}}
			r := iam.Request{Action: "kms:Decrypt", Resource: key, Context: map[string][]string{"kms:ViaService": {test.via + ".eu-west-1.amazonaws.com"}}}
			assert.Equal(t, test.want, p.UnderKeyPolicy(iam.OfKey(iam.Named{Name: "k", Policy: policy}, key), r).Evaluate(r).Allowed)
			assert.Len(t, p.Identity, 1, "the permissions are as they were")
		})
	}
}
