package kept

import "lambdaless/local/provider/schema"

// identity are the kept types of Cognito.
var identity = []kept{
	{
		token: "aws:cognito/userPool:UserPool", label: "Cognito User Pool", id: "{region}_{+lower:9}", arn: "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}",
		outputs: outputs{
			"creationDate": "{+now}", "lastModifiedDate": "{+now}", "endpoint": "cognito-idp.{region}.{dnsSuffix}/{id}", "mfaConfiguration": "OFF", "userPoolTier": "ESSENTIALS",
			"passwordPolicy": outputs{"minimumLength": 8.0, "requireLowercase": true, "requireUppercase": true, "requireNumbers": true, "requireSymbols": true, "temporaryPasswordValidityDays": 7.0},
		},
		facts: schema.Facts{
			"name": {schema.Autonamed(128, nil)}, "aliasAttributes": {schema.Unordered, schema.Replaces, schema.Excludes("usernameAttributes")}, "autoVerifiedAttributes": {schema.Unordered},
			"deletionProtection": {schema.Default("INACTIVE"), schema.Among("ACTIVE", "INACTIVE")}, "mfaConfiguration": {schema.Default("OFF"), schema.Among("ON", "OFF", "OPTIONAL")},
			"schemas": {schema.IdentifiedBy("name")}, "usernameAttributes": {schema.Replaces}, "usernameConfiguration": {schema.Replaces},
			"userPoolTier": {schema.Among("LITE", "ESSENTIALS", "PLUS")},
		},
	},
	{
		token: "aws:cognito/userPoolClient:UserPoolClient", label: "Cognito User Pool Client", id: "{+lower:26}", key: "{userPoolId}/{id}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		outputs: outputs{
			"authSessionValidity": 3.0, "enableTokenRevocation": true, "preventUserExistenceErrors": "LEGACY", "refreshTokenValidity": 30.0, "clientSecret": clientSecret,
			"accessTokenValidity": 0.0, "idTokenValidity": 0.0,
		},
		facts: schema.Facts{
			"name": {schema.Autonamed(128, nil)}, "userPoolId": {schema.Replaces}, "generateSecret": {schema.Replaces}, "allowedOauthFlows": {schema.Unordered, schema.Computed}, "allowedOauthScopes": {schema.Unordered, schema.Computed},
			"callbackUrls": {schema.Unordered, schema.Computed}, "logoutUrls": {schema.Unordered, schema.Computed}, "explicitAuthFlows": {schema.Unordered, schema.Computed}, "readAttributes": {schema.Unordered, schema.Computed},
			"supportedIdentityProviders": {schema.Unordered, schema.Computed}, "writeAttributes": {schema.Unordered, schema.Computed}, "tokenValidityUnits.accessToken": {schema.Default("hours")},
			"tokenValidityUnits.idToken": {schema.Default("hours")}, "tokenValidityUnits.refreshToken": {schema.Default("days")},
			"preventUserExistenceErrors": {schema.Among("ENABLED", "LEGACY")},
		},
	},
	{
		token: "aws:cognito/userPoolDomain:UserPoolDomain", label: "Cognito User Pool Domain", subject: "domain", id: "{domain}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "InvalidParameterException: Domain already associated with another user pool.",
		outputs: outputs{
			"awsAccountId": "{account}", "version": "{+digits:14}", "s3Bucket": "aws-cognito-prod-{region}-assets", "cloudfrontDistribution": "d{+lower:13}.cloudfront.net",
			"cloudfrontDistributionArn": "d{+lower:13}.cloudfront.net", "cloudfrontDistributionZoneId": "Z2FDTNDATAQYW2", "managedLoginVersion": 1.0,
		},
		facts: schema.Facts{"domain": {schema.Replaces}, "userPoolId": {schema.Replaces}},
	},
	{
		token: "aws:cognito/resourceServer:ResourceServer", label: "Cognito Resource Server", subject: "identifier", id: "{userPoolId}|{identifier}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "InvalidParameterException: {identifier} already exists in user pool {userPoolId}.",
		facts: schema.Facts{"name": {schema.Autonamed(256, nil)}, "identifier": {schema.Replaces}, "userPoolId": {schema.Replaces}, "scopes": {schema.IdentifiedBy("scopeName")}},
	},
	{
		token: "aws:cognito/userGroup:UserGroup", label: "Cognito User Group", id: "{userPoolId}/{name}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "GroupExistsException: A group with the name already exists.", facts: named(128, schema.Facts{"userPoolId": {schema.Replaces}}),
	},
	{
		token: "aws:cognito/identityProvider:IdentityProvider", label: "Cognito Identity Provider", subject: "providerName", id: "{userPoolId}:{providerName}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "DuplicateProviderException: The identity provider {providerName} already exists.",
		facts: schema.Facts{
			"userPoolId": {schema.Replaces}, "providerName": {schema.Replaces}, "providerType": {schema.Replaces, schema.Among("SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC")},
			"attributeMapping": {schema.Computed},
		},
	},
}

// clientSecret is the secret of a client that asks for one.
func clientSecret(in map[string]any) any {
	if in["generateSecret"] == true {
		return "{+lower:52}"
	}
	return ""
}
