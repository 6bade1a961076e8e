package resources

// identity are the kept types of Cognito.
var identity = []kept{
	{
		token: "aws:cognito/userPool:UserPool", label: "Cognito User Pool", id: "{region}_{+lower:9}", arn: "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}",
		outputs: outputs{
			"creationDate": "{+now}", "lastModifiedDate": "{+now}", "endpoint": "cognito-idp.{region}.{dnsSuffix}/{id}", "mfaConfiguration": "OFF", "userPoolTier": "ESSENTIALS",
			"passwordPolicy": outputs{"minimumLength": 8.0, "requireLowercase": true, "requireUppercase": true, "requireNumbers": true, "requireSymbols": true, "temporaryPasswordValidityDays": 7.0},
		},
		facts: facts{
			"name": {autonamed(128, nil)}, "aliasAttributes": {unordered, replaces, excludes("usernameAttributes")}, "autoVerifiedAttributes": {unordered},
			"deletionProtection": {defaultsTo("INACTIVE"), among("ACTIVE", "INACTIVE")}, "mfaConfiguration": {defaultsTo("OFF"), among("ON", "OFF", "OPTIONAL")},
			"schemas": {identifiedBy("name")}, "usernameAttributes": {replaces}, "usernameConfiguration": {replaces},
			"userPoolTier": {among("LITE", "ESSENTIALS", "PLUS")},
		},
	},
	{
		token: "aws:cognito/userPoolClient:UserPoolClient", label: "Cognito User Pool Client", id: "{+lower:26}", key: "{userPoolId}/{id}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		outputs: outputs{
			"authSessionValidity": 3.0, "enableTokenRevocation": true, "preventUserExistenceErrors": "LEGACY", "refreshTokenValidity": 30.0, "clientSecret": clientSecret,
			"accessTokenValidity": 0.0, "idTokenValidity": 0.0,
		},
		facts: facts{
			"name": {autonamed(128, nil)}, "userPoolId": {replaces}, "generateSecret": {replaces}, "allowedOauthFlows": {unordered, computed}, "allowedOauthScopes": {unordered, computed},
			"callbackUrls": {unordered, computed}, "logoutUrls": {unordered, computed}, "explicitAuthFlows": {unordered, computed}, "readAttributes": {unordered, computed},
			"supportedIdentityProviders": {unordered, computed}, "writeAttributes": {unordered, computed}, "tokenValidityUnits.accessToken": {defaultsTo("hours")},
			"tokenValidityUnits.idToken": {defaultsTo("hours")}, "tokenValidityUnits.refreshToken": {defaultsTo("days")},
			"preventUserExistenceErrors": {among("ENABLED", "LEGACY")},
		},
	},
	{
		token: "aws:cognito/userPoolDomain:UserPoolDomain", label: "Cognito User Pool Domain", subject: "domain", id: "{domain}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "InvalidParameterException: Domain already associated with another user pool.",
		outputs: outputs{
			"awsAccountId": "{account}", "version": "{+digits:14}", "s3Bucket": "aws-cognito-prod-{region}-assets", "cloudfrontDistribution": "d{+lower:13}.cloudfront.net",
			"cloudfrontDistributionArn": "d{+lower:13}.cloudfront.net", "cloudfrontDistributionZoneId": "Z2FDTNDATAQYW2", "managedLoginVersion": 1.0,
		},
		facts: facts{"domain": {replaces}, "userPoolId": {replaces}},
	},
	{
		token: "aws:cognito/resourceServer:ResourceServer", label: "Cognito Resource Server", subject: "identifier", id: "{userPoolId}|{identifier}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "InvalidParameterException: {identifier} already exists in user pool {userPoolId}.",
		facts: facts{"name": {autonamed(256, nil)}, "identifier": {replaces}, "userPoolId": {replaces}, "scopes": {identifiedBy("scopeName")}},
	},
	{
		token: "aws:cognito/userGroup:UserGroup", label: "Cognito User Group", id: "{userPoolId}/{name}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "GroupExistsException: A group with the name already exists.", facts: named(128, facts{"userPoolId": {replaces}}),
	},
	{
		token: "aws:cognito/identityProvider:IdentityProvider", label: "Cognito Identity Provider", subject: "providerName", id: "{userPoolId}:{providerName}", parent: "aws:cognito/userPool:UserPool", of: "userPoolId",
		taken: "DuplicateProviderException: The identity provider {providerName} already exists.",
		facts: facts{
			"userPoolId": {replaces}, "providerName": {replaces}, "providerType": {replaces, among("SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC")},
			"attributeMapping": {computed},
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
