// Package access holds the kinds of access to an API: what its methods ask of clients, and the resources that let them in.
package access

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/openapi"
	"lambdaless/infra/settings"
)

// Kind is one kind of access, which methods ask for and the stack's config names.
type Kind struct {
	// Authorization and APIKeyRequired are properties of the methods.
	Authorization  string
	APIKeyRequired bool
	// Scoped methods ask for a token with their Scope.
	Scoped bool
	// Scheme describes what a request has to bring, nil where that is nothing. Refusals are the statuses that API Gateway answers
	// a request with that does not bring it.
	Scheme   func(settings.Config) openapi.Scheme
	Refusals []int
	// Authorizer creates the methods' authorizer before them, nil for methods that need none. It returns the
	// authorizer's id, what a deployment has to wait for, and outputs for the stack.
	Authorizer func(*pulumi.Context, string, AuthorizerArgs) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error)
	// Bind creates what belongs to the deployed stage, nil for nothing, and returns outputs for the stack.
	Bind func(*pulumi.Context, string, BindArgs) (pulumi.Map, error)
}

// AuthorizerArgs is what an authorizer is made from.
type AuthorizerArgs struct {
	Physical string // the API's physical name
	Scopes   string // what the names of tokens' scopes begin with
	RestAPI  *apigateway.RestApi
	// Where the program deploys to.
	Partition, Region, AccountID string
	Cognito                      settings.Cognito
	Custom                       settings.Custom
	Role                         string // the name of the function's role
	LogDays                      int
	Protect                      bool // users are as precious as items
	Tags                         pulumi.StringMap
	Parent                       pulumi.Resource
}

// BindArgs is what a kind of access is bound to.
type BindArgs struct {
	Physical  string // the API's physical name
	APIID     pulumi.StringInput
	StageName pulumi.StringInput
	UsagePlan settings.UsagePlan
	APIKey    string // the key that clients send, empty for one that API Gateway makes up
	Tags      pulumi.StringMap
	Parent    pulumi.Resource
}

// Kinds are all kinds of access by their names in a stack's config.
var Kinds = map[string]Kind{
	"open": {Authorization: "NONE"},
	// Clients that send a key as x-api-key. A key meters and limits; AWS says that it does not prove who the caller
	// is (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html).
	"api-key": {
		Authorization: "NONE", APIKeyRequired: true, Bind: newAPIKey, Refusals: []int{403},
		Scheme: func(settings.Config) openapi.Scheme {
			return openapi.Scheme{Type: "apiKey", In: "header", Name: "x-api-key", Description: "The stack's output apiKey"}
		},
	},
	// Users who signed in to the stack's user pool: an access token with the method's scope, in the header
	// Authorization.
	"cognito": {
		Authorization: "COGNITO_USER_POOLS", Scoped: true, Authorizer: newLogin, Refusals: []int{401, 403},
		Scheme: func(settings.Config) openapi.Scheme {
			return openapi.Scheme{
				Type: "http", Scheme: "bearer", BearerFormat: "JWT", Extension: "cognito_user_pools",
				Description: "An access token of the stack's user pool, which the login page at the output loginUrl gives by OAuth 2.0 with PKCE",
			}
		},
	},
	// Clients that know a secret, as a Lambda function decides: the only compute of the program.
	"custom": {
		Authorization: "CUSTOM", Authorizer: newAuthorizer, Refusals: []int{401, 403},
		Scheme: func(c settings.Config) openapi.Scheme {
			return openapi.Scheme{Type: "apiKey", In: "header", Name: c.Custom.Header, Extension: "custom", Description: "A secret that the API's owner gives"}
		},
	},
	// Clients that sign requests (Signature Version 4) as a user or role that IAM allows execute-api:Invoke on the
	// method (https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html).
	"iam": {
		Authorization: "AWS_IAM", Refusals: []int{403},
		Scheme: func(settings.Config) openapi.Scheme {
			return openapi.Scheme{
				Type: "apiKey", In: "header", Name: "Authorization", Extension: "awsSigv4",
				Description: "A request that a user or role of AWS has signed (Signature Version 4)",
			}
		},
	},
}

// Scope is what a token must allow for a method that reads or writes. api is the API's physical name.
func Scope(api string, writes bool) string {
	if writes {
		return api + "/write"
	}
	return api + "/read"
}
