package access

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/settings"
)

// details are Cognito's settings for the provider
// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html).
func details(p settings.IdentityProvider) pulumi.StringMap {
	secret := pulumi.ToSecret(pulumi.String(p.ClientSecret)).(pulumi.StringOutput)
	client := pulumi.StringMap{"client_id": pulumi.String(p.ClientID), "client_secret": secret}
	switch p.Type {
	case "SAML":
		return pulumi.StringMap{"MetadataURL": pulumi.String(p.MetadataURL)}
	case "Facebook":
		client["authorize_scopes"] = pulumi.String("public_profile,email")
	case "Google":
		client["authorize_scopes"] = pulumi.String("openid email")
	default:
		client["authorize_scopes"] = pulumi.String("openid email")
		client["oidc_issuer"] = pulumi.String(p.Issuer)
		client["attributes_request_method"] = pulumi.String("GET")
	}
	return client
}

// newIdentityProviders lets the users of other providers into the user pool. It returns the names that the
// client has to support, the pool's own users first.
func newIdentityProviders(ctx *pulumi.Context, name string, providers map[string]settings.IdentityProvider, pool *cognito.UserPool, parent pulumi.Resource) ([]string, []pulumi.Resource, error) {
	supported, created := []string{"COGNITO"}, []pulumi.Resource(nil)
	for _, provider := range slices.Sorted(maps.Keys(providers)) {
		p := providers[provider]
		resource, err := cognito.NewIdentityProvider(ctx, name+"-from-"+provider, &cognito.IdentityProviderArgs{
			UserPoolId: pool.ID(), ProviderName: pulumi.String(provider), ProviderType: pulumi.String(p.Type),
			ProviderDetails: details(p), AttributeMapping: pulumi.StringMap{"email": pulumi.String(p.EmailAttribute)},
		}, pulumi.Parent(parent))
		if err != nil {
			return nil, nil, err
		}
		supported, created = append(supported, provider), append(created, resource)
	}
	return supported, created, nil
}
