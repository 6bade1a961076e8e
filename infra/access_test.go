package infra

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

func TestAccessOfMethods(t *testing.T) {
	t.Parallel()
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), nil, 0o700))
	secret := strings.Repeat("s", 32)
	for kind, want := range map[string]struct {
		authorization, authorizer string
		scopes                    bool
	}{
		"open": {"NONE", "", false}, "api-key": {"NONE", "", false}, "iam": {"AWS_IAM", "", false},
		"cognito": {"COGNITO_USER_POOLS", "COGNITO_USER_POOLS", true}, "custom": {"CUSTOM", "REQUEST", false},
	} {
		r := deployShop(t, map[string]string{
			"lambdaless:access": `{"reads":"open","writes":"` + kind + `"}`, "lambdaless:authorizerArchive": archive,
			"lambdaless:authorizerSecrets": `["` + secret + `"]`,
		})
		write, read := r.One(t, "method:Method", "shop-put/customers/{}"), r.One(t, "method:Method", "shop-get/")
		assert.Equal(t, want.authorization, write.Text("authorization"), kind)
		assert.Equal(t, "NONE", read.Text("authorization"), kind)
		assert.False(t, read.Inputs["authorizerId"].HasValue(), kind)
		assert.Equal(t, want.authorizer != "", write.Inputs["authorizerId"].HasValue(), kind)
		assert.Equal(t, kind == "api-key", write.Inputs["apiKeyRequired"].BoolValue(), kind)
		assert.Equal(t, want.scopes, write.Inputs["authorizationScopes"].HasValue(), kind)
		authorizers := r.OfType("authorizer:Authorizer")
		if want.authorizer == "" {
			assert.Empty(t, authorizers, kind)
			continue
		}
		require.Len(t, authorizers, 1, kind)
		assert.Equal(t, want.authorizer, authorizers[0].Text("type"), kind)
		for _, res := range r.Resources {
			assert.NotContains(t, fmt.Sprint(res.Inputs.Mappable()), secret, "%s: the secret itself is not deployed: %s", kind, res.URN)
		}
	}
}

func TestUserPoolsTakeNoStrangersByDefault(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:access": `{"writes":"cognito"}`, "lambdaless:protectTables": "true"})
	pool := r.One(t, "userPool:UserPool", "shop-login-users")
	assert.True(t, pool.Inputs["adminCreateUserConfig"].ObjectValue()["allowAdminCreateUserOnly"].BoolValue())
	assert.Equal(t, "ACTIVE", pool.Text("deletionProtection"))
	assert.True(t, pool.Protect)
	client := r.One(t, "userPoolClient:UserPoolClient", "shop-login-client")
	assert.False(t, client.Inputs["generateSecret"].BoolValue())
	assert.Equal(t, "code", client.Inputs["allowedOauthFlows"].ArrayValue()[0].StringValue())
	assert.Equal(t, "write", r.One(t, "resourceServer:ResourceServer", "shop-login-scopes").Inputs["scopes"].ArrayValue()[1].ObjectValue()["scopeName"].StringValue())
}

func TestCustomAccessIsRefusedWithout(t *testing.T) {
	t.Parallel()
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), nil, 0o700))
	long := strings.Repeat("s", 32)
	for name, test := range map[string]struct{ secrets, archive, want string }{
		"a secret":             {`[]`, archive, "access custom needs the secret that requests bring"},
		"a long secret":        {`["short-and-secret"]`, archive, "a secret has at least 32 characters"},
		"fewer secrets":        {`["` + long + `","` + long + `2","` + long + `3"]`, archive, "2 secrets are valid at once"},
		"the function's build": {`["` + long + `"]`, t.TempDir(), "build it with: make authorizer"},
	} {
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: map[string]string{
			"lambdaless:access": `{"writes":"custom"}`, "lambdaless:authorizerSecrets": test.secrets, "lambdaless:authorizerArchive": test.archive,
		}})
		require.ErrorContains(t, err, test.want, name)
		assert.NotContains(t, err.Error(), "short-and-secret", name)
	}
}
