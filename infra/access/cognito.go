package access

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/naming"
)

type login struct{ pulumi.ResourceState }

// newLogin creates a user pool with its login page, or takes that of the stack in the primary region, and creates the
// authorizer that checks its tokens.
func newLogin(ctx *pulumi.Context, name string, args AuthorizerArgs) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error) {
	component := &login{}
	name += "-login"
	if err := ctx.RegisterComponentResource("lambdaless:infra:Login", name, component, pulumi.Parent(args.Parent)); err != nil {
		return nil, nil, nil, err
	}
	users := knownUsers
	if args.Cognito.PoolARN == "" {
		users = newUsers
	}
	pool, outputs, err := users(ctx, name, args, component)
	if err != nil {
		return nil, nil, nil, err
	}
	authorizer, err := apigateway.NewAuthorizer(ctx, name+"-authorizer", &apigateway.AuthorizerArgs{
		RestApi: args.RestAPI.ID(), Name: pulumi.String("cognito"), Type: pulumi.String("COGNITO_USER_POOLS"),
		ProviderArns: pulumi.StringArray{pool}, IdentitySource: pulumi.String("method.request.header.Authorization"),
	}, pulumi.Parent(component))
	if err != nil {
		return nil, nil, nil, err
	}
	outputs["userPoolArn"] = pool.ToStringOutput()
	outputs["scopes"] = pulumi.ToStringArray([]string{Scope(args.Scopes, false), Scope(args.Scopes, true)}).ToStringArrayOutput()
	return authorizer.ID().ToStringOutput(), []pulumi.Resource{authorizer}, outputs, ctx.RegisterResourceOutputs(component, outputs)
}

// knownUsers are those of the user pool that the stack in the primary region makes. API Gateway accepts tokens from a
// pool in any region
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-cross-account-cognito-authorizer.html).
func knownUsers(_ *pulumi.Context, _ string, args AuthorizerArgs, _ pulumi.Resource) (pulumi.StringInput, pulumi.Map, error) {
	arn := args.Cognito.PoolARN
	id := arn[strings.LastIndex(arn, "/")+1:]
	region, _, _ := strings.Cut(id, "_")
	return pulumi.String(arn), pulumi.Map{
		"userPoolId": pulumi.String(id).ToStringOutput(),
		"issuer":     pulumi.Sprintf("https://cognito-idp.%s.%s/%s", region, dnsSuffix(args.Partition), id),
	}, nil
}

// newUsers creates the user pool with its scopes, login page, identity providers and client.
func newUsers(ctx *pulumi.Context, name string, args AuthorizerArgs, component pulumi.Resource) (pulumi.StringInput, pulumi.Map, error) {
	fail := func(err error) (pulumi.StringInput, pulumi.Map, error) { return nil, nil, err }
	child := pulumi.Parent(component)
	pool, err := newUserPool(ctx, name, args, component)
	if err != nil {
		return fail(err)
	}
	server, err := cognito.NewResourceServer(ctx, name+"-scopes", &cognito.ResourceServerArgs{
		UserPoolId: pool.ID(), Identifier: pulumi.String(args.Physical), Name: pulumi.String(args.Physical),
		Scopes: cognito.ResourceServerScopeArray{
			cognito.ResourceServerScopeArgs{ScopeName: pulumi.String("read"), ScopeDescription: pulumi.String("Call methods that read")},
			cognito.ResourceServerScopeArgs{ScopeName: pulumi.String("write"), ScopeDescription: pulumi.String("Call methods that write")},
		},
	}, child)
	if err != nil {
		return fail(err)
	}
	// The login page's host prefix must be unique among all accounts of a region, and must not contain a
	// trademark of AWS's.
	prefix := strings.ToLower(strings.NewReplacer(".", "-", "_", "-").Replace(args.Physical))
	prefix = naming.Shorten(prefix, 54) + "-" + naming.ShortHash(args.AccountID+args.Region)
	domain, err := cognito.NewUserPoolDomain(ctx, name+"-domain", &cognito.UserPoolDomainArgs{UserPoolId: pool.ID(), Domain: pulumi.String(prefix)}, child)
	if err != nil {
		return fail(err)
	}
	supported, providers, err := newIdentityProviders(ctx, name, args.Cognito.Providers, pool, component)
	if err != nil {
		return fail(err)
	}
	oauth := pulumi.StringArray{pulumi.String("openid"), pulumi.String("email"), pulumi.String(Scope(args.Physical, false)), pulumi.String(Scope(args.Physical, true))}
	client, err := cognito.NewUserPoolClient(ctx, name+"-client", &cognito.UserPoolClientArgs{
		UserPoolId: pool.ID(), Name: pulumi.String(args.Physical),
		// A page or an app cannot keep a secret: it proves with PKCE that the code was meant for it.
		GenerateSecret: pulumi.Bool(false), AllowedOauthFlowsUserPoolClient: pulumi.Bool(true),
		AllowedOauthFlows: pulumi.ToStringArray([]string{"code"}), AllowedOauthScopes: oauth,
		CallbackUrls: pulumi.ToStringArray(args.Cognito.CallbackURLs), LogoutUrls: pulumi.ToStringArray(args.Cognito.LogoutURLs),
		SupportedIdentityProviders: pulumi.ToStringArray(supported),
		ExplicitAuthFlows:          pulumi.ToStringArray([]string{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"}),
		PreventUserExistenceErrors: pulumi.String("ENABLED"), EnableTokenRevocation: pulumi.Bool(true),
		AccessTokenValidity: pulumi.Int(1), IdTokenValidity: pulumi.Int(1), RefreshTokenValidity: pulumi.Int(30),
		TokenValidityUnits: cognito.UserPoolClientTokenValidityUnitsArgs{
			AccessToken: pulumi.String("hours"), IdToken: pulumi.String("hours"), RefreshToken: pulumi.String("days"),
		},
	}, child, pulumi.DependsOn(append(providers, server)))
	if err != nil {
		return fail(err)
	}
	outputs := pulumi.Map{
		"userPoolId": pool.ID().ToStringOutput(), "clientId": client.ID().ToStringOutput(),
		"issuer":   pulumi.Sprintf("https://cognito-idp.%s.%s/%s", args.Region, dnsSuffix(args.Partition), pool.ID()),
		"loginUrl": pulumi.Sprintf("https://%s.auth.%s.amazoncognito.com", domain.Domain, args.Region),
	}
	return pool.Arn, outputs, nil
}

func newUserPool(ctx *pulumi.Context, name string, args AuthorizerArgs, parent pulumi.Resource) (*cognito.UserPool, error) {
	protection := "INACTIVE"
	if args.Protect {
		protection = "ACTIVE"
	}
	pool := &cognito.UserPoolArgs{
		Name: pulumi.String(args.Physical), Tags: args.Tags, DeletionProtection: pulumi.String(protection),
		UsernameAttributes: pulumi.ToStringArray([]string{"email"}), AutoVerifiedAttributes: pulumi.ToStringArray([]string{"email"}),
		UsernameConfiguration: cognito.UserPoolUsernameConfigurationArgs{CaseSensitive: pulumi.Bool(false)},
		AdminCreateUserConfig: cognito.UserPoolAdminCreateUserConfigArgs{AllowAdminCreateUserOnly: pulumi.Bool(!args.Cognito.SelfRegistration)},
		AccountRecoverySetting: cognito.UserPoolAccountRecoverySettingArgs{RecoveryMechanisms: cognito.UserPoolAccountRecoverySettingRecoveryMechanismArray{
			cognito.UserPoolAccountRecoverySettingRecoveryMechanismArgs{Name: pulumi.String("verified_email"), Priority: pulumi.Int(1)},
		}},
		PasswordPolicy: cognito.UserPoolPasswordPolicyArgs{
			MinimumLength: pulumi.Int(12), RequireLowercase: pulumi.Bool(true), RequireUppercase: pulumi.Bool(true), RequireNumbers: pulumi.Bool(true),
			RequireSymbols: pulumi.Bool(false), TemporaryPasswordValidityDays: pulumi.Int(7),
		},
		MfaConfiguration: pulumi.String(args.Cognito.MFA),
	}
	if args.Cognito.MFA != "OFF" {
		pool.SoftwareTokenMfaConfiguration = cognito.UserPoolSoftwareTokenMfaConfigurationArgs{Enabled: pulumi.Bool(true)}
	}
	created, err := cognito.NewUserPool(ctx, name+"-users", pool, pulumi.Parent(parent), pulumi.Protect(args.Protect))
	if err != nil {
		return nil, fmt.Errorf("user pool of %s: %w", args.Physical, err)
	}
	return created, nil
}

// dnsSuffix ends the host names of a partition.
func dnsSuffix(partition string) string {
	if partition == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}
