package infra

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

func TestUsersOfOtherIdentityProviders(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:access": `{"writes":"cognito"}`, "lambdaless:identityProviders": `{
		"Google": {"clientId": "g", "clientSecret": "gs"}, "Facebook": {"clientId": "f", "clientSecret": "fs"},
		"Acme": {"issuer": "https://login.acme.example", "clientId": "a", "clientSecret": "as", "emailAttribute": "mail"},
		"Corp": {"metadataUrl": "https://sso.corp.example/metadata.xml"}}`})
	for name, want := range map[string]struct {
		kind, email string
		details     map[string]any
	}{
		"Google":   {"Google", "email", map[string]any{"client_id": "g", "client_secret": "gs", "authorize_scopes": "openid email"}},
		"Facebook": {"Facebook", "email", map[string]any{"client_id": "f", "client_secret": "fs", "authorize_scopes": "public_profile,email"}},
		"Acme": {"OIDC", "mail", map[string]any{
			"client_id": "a", "client_secret": "as", "authorize_scopes": "openid email", "oidc_issuer": "https://login.acme.example", "attributes_request_method": "GET",
		}},
		"Corp": {"SAML", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", map[string]any{"MetadataURL": "https://sso.corp.example/metadata.xml"}},
	} {
		p := r.One(t, "identityProvider:IdentityProvider", "shop-login-from-"+name)
		assert.Equal(t, want.kind, p.Text("providerType"), name)
		assert.Equal(t, name, p.Text("providerName"))
		assert.Equal(t, want.email, p.Inputs["attributeMapping"].ObjectValue()["email"].StringValue(), name)
		details := map[string]any{}
		for key, value := range p.Inputs["providerDetails"].ObjectValue() {
			if value.IsSecret() {
				assert.Equal(t, "client_secret", string(key), "a secret")
				value = value.SecretValue().Element
			}
			details[string(key)] = value.V
		}
		assert.Equal(t, want.details, details, name)
	}
	client := r.One(t, "userPoolClient:UserPoolClient", "shop-login-client")
	assert.Equal(t, []any{"COGNITO", "Acme", "Corp", "Facebook", "Google"}, client.Inputs["supportedIdentityProviders"].Mappable())
}

func TestIdentityProvidersThatAreRefused(t *testing.T) {
	t.Parallel()
	for providers, want := range map[string][]string{
		`{"Google":{"clientId":"g"}}`:                                                     {"lambdaless:identityProviders.Google.clientSecret", "config set --secret --path 'lambdaless:identityProviders.Google.clientSecret'"},
		`{"Acme":{"clientId":"a","clientSecret":"hush"}}`:                                 {"identityProviders.Acme.issuer", "it must be an https URL"},
		`{"Acme":{"issuer":"http://acme.example","clientId":"a","clientSecret":"hush"}}`:  {"identityProviders.Acme.issuer", "it must be an https URL"},
		`{"Corp":{"metadataUrl":"https://sso.corp.example","clientSecret":"hush"}}`:       {"identityProviders.Corp.clientSecret", "needs no clientSecret"},
		`{"Google":{"clientId":"g","clientSecret":"hush","issuer":"https://google.com"}}`: {"Google needs no issuer"},
		`{"Google":{"clientId":"g","clientSecret":"hush","secret":"hush"}}`:               {"identityProviders.Google.secret", "a provider has only"},
		`{"cognito":{"clientId":"g","clientSecret":"hush"}}`:                              {"is not Cognito"},
		`["Google"]`: {"it must be an object of providers by name"},
	} {
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: map[string]string{
			"lambdaless:access": `{"writes":"cognito"}`, "lambdaless:identityProviders": providers,
		}})
		for _, text := range want {
			require.ErrorContains(t, err, text, providers)
		}
		assert.NotContains(t, err.Error(), "hush", providers)
	}
}
