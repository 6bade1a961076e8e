package controlplane

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/dataplane/backend"
)

// TestTableKey deploys a table under a key in every way that a role may have the right to use it, or lack it.
func TestTableKey(t *testing.T) {
	t.Parallel()
	const (
		role      = `"arn:aws:iam::000000000000:role/get"`
		root      = `"arn:aws:iam::000000000000:root"`
		via       = `,"Condition":{"StringEquals":{"kms:ViaService":"dynamodb.us-east-1.amazonaws.com","kms:CallerAccount":"000000000000"}}`
		ofTable   = `,"Condition":{"StringEquals":{"kms:EncryptionContext:aws:dynamodb:tableName":"movies"}}`
		decrypt   = `"Action":"kms:Decrypt","Resource":"*"`
		admin     = `{"Effect":"Allow","Principal":{"AWS":` + root + `},"Action":"kms:PutKeyPolicy","Resource":"*"}`
		unrelated = `{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}`
	)
	allow := func(who, condition string) string {
		return `{"Effect":"Allow","Principal":{"AWS":` + who + `},` + decrypt + condition + `}`
	}
	identity := func(effect, condition string) string {
		return `{"Effect":"` + effect + `",` + decrypt + condition + `}`
	}
	tests := map[string]struct {
		key, identity string
		want          bool
	}{
		"the key's default policy, and a right of the role's own":      {"", identity("Allow", via), true},
		"the key's default policy, and none":                           {"", unrelated, false},
		"the role is named":                                            {admin + "," + allow(role, via), unrelated, true},
		"the role is named for this table":                             {admin + "," + allow(role, ofTable), unrelated, true},
		"the role is named, and denied by its own policy":              {admin + "," + allow(role, via), identity("Deny", ""), false},
		"the account only manages the key":                             {admin, identity("Allow", ""), false},
		"the account decides by way of DynamoDB":                       {allow(root, via), identity("Allow", via), true},
		"the account decides by way of DynamoDB, and allows it not":    {allow(root, via), unrelated, false},
		"the account decides, and the role's right is by way of S3":    {allow(root, ""), identity("Allow", `,"Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}`), false},
		"the role is named for another region, and the account is not": {admin + "," + allow(role, `,"Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}`), unrelated, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := open(t, t.TempDir())
			c := a.In("us-east-1")
			r := newRole(t, c, "get", trust)
			_, err := RolePolicies.Create(c, RolePolicy{Role: "get", Name: "inline", Policy: `{"Version":"2012-10-17","Statement":[` + test.identity + `]}`})
			require.NoError(t, err)
			policy := ""
			if test.key != "" {
				policy = `{"Version":"2012-10-17","Statement":[` + test.key + `]}`
			}
			key, err := Keys.Create(c, Key{Policy: policy})
			require.NoError(t, err)
			for name, arn := range map[string]string{"movies": key.ARN, "plain": "", "managed": c.ARN("kms", "us-east-1", "000000000000", "alias/aws/dynamodb")} {
				_, err = Tables.Create(c, Table{Name: name, HashKey: "name", ServerSideEncryption: &ServerSideEncryption{Enabled: true, KMSKeyARN: arn}})
				require.NoError(t, err)
			}
			s, err := a.AssumeRole(t.Context(), r.ARN)
			require.NoError(t, err)
			of := func(table string) (string, backend.Decision) {
				return s.(backend.KeyUser).TableKey(c.ARN("dynamodb", "us-east-1", "000000000000", "table/"+table))
			}
			asked, decision := of("movies")
			assert.Equal(t, key.ARN, asked)
			assert.Equal(t, test.want, decision.Allowed, "%s", decision)
			for _, free := range []string{"plain", "managed", "none"} {
				asked, _ := of(free)
				assert.Empty(t, asked, free)
			}
		})
	}
}

func TestAKeyPolicyNamesOnlyRolesThatExist(t *testing.T) {
	t.Parallel()
	c := open(t, t.TempDir()).In("us-east-1")
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:role/get"},"Action":"kms:Decrypt","Resource":"*"}]}`
	_, err := Keys.Create(c, Key{Policy: policy})
	require.ErrorContains(t, err, "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.")
	newRole(t, c, "get", trust)
	_, err = Keys.Create(c, Key{Policy: policy})
	require.NoError(t, err)
}
